package import OmniAPI
import Planning

/// Who watches an apply, and who may stop it.
package struct ApplyHooks: Sendable {
    /// The clock and the waiting that the client uses too.
    package let client: ClientHooks
    /// How long the run has done nothing on purpose.
    package let pauses: Pauses
    /// Whether to start nothing more, and to bring what is under way to an end.
    package let isStopping: @Sendable () -> Bool
    /// Whether the time that stopping leaves for requests is over.
    package let isOutOfTime: @Sendable () -> Bool
    /// Returns when that time is over, or the task is cancelled.
    package let timeIsOver: @Sendable () async -> Void
    package let notify: @Sendable (ApplyEvent) -> Void

    package init(
        client: ClientHooks,
        pauses: Pauses,
        isStopping: @escaping @Sendable () -> Bool,
        isOutOfTime: @escaping @Sendable () -> Bool = { false },
        timeIsOver: @escaping @Sendable () async -> Void = Self.never,
        notify: @escaping @Sendable (ApplyEvent) -> Void
    ) {
        self.client = client
        self.pauses = pauses
        self.isStopping = isStopping
        self.isOutOfTime = isOutOfTime
        self.timeIsOver = timeIsOver
        self.notify = notify
    }

    /// Returns only when the task is cancelled.
    package static let never: @Sendable () async -> Void = {
        for await _ in AsyncStream<Void>(Void.self, { _ in }) {}
    }
}
