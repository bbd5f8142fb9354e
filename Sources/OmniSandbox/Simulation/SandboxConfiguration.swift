/// How a sandbox behaves.
package struct SandboxConfiguration: Sendable {
    /// The API that it serves.
    package var api = APIVariant()
    /// What goes wrong on purpose, in the order in which they are tried.
    package var faults: [Fault] = []
    /// 0 for a free port of the system's choice.
    package var port = 0
    /// The time that the rate limit goes by.
    package var now: @Sendable () -> Duration = Self.monotonicTime()
    /// How a slow answer waits.
    package var wait: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// Told of every request to the API, once it is decided how it is answered.
    package var onRequest: @Sendable (RequestRecord) -> Void = { _ in }

    package init() {}

    private static func monotonicTime() -> @Sendable () -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
