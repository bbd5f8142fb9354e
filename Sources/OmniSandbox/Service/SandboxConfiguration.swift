/// How a sandbox behaves.
package struct SandboxConfiguration: Sendable {
    /// The two forms that Omni's sources describe (docs/omni-api.md): lists as comma-separated strings, or as
    /// arrays. A body of the other form is refused.
    package enum Wire: String, Sendable, CaseIterable {
        case documented, array
    }

    /// `{"detail": …, "status": …}` or `{"error": …, "message": …}`.
    package enum ErrorShape: String, Sendable, CaseIterable {
        case detail, message
    }

    package enum Permission: String, Sendable, CaseIterable {
        case admin, none
    }

    package var wire = Wire.documented
    package var errorShape = ErrorShape.detail
    /// False for an instance as of 2025-07: no list of environments, no detaching, no reading of one
    /// connection.
    package var hasList = true
    /// Requests in any 60 seconds; nil for no limit.
    package var rateLimit: Int?
    package var faults: [Fault] = []
    /// What each token may do; nil admits any token as an administrator's.
    package var tokens: [String: Permission]?
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
