import HTTPTransport
package import OmniAPI
import Planning
import Synchronization

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
    /// Told of each step as it begins and ends; bases run side by side, so that their events mix.
    package let notify: @Sendable (ApplyEvent) -> Void

    package init(
        client: ClientHooks,
        pauses: Pauses,
        isStopping: @escaping @Sendable () -> Bool,
        isOutOfTime: @escaping @Sendable () -> Bool = { false },
        timeIsOver: @escaping @Sendable () async -> Void = { await untilCancelled() },
        notify: @escaping @Sendable (ApplyEvent) -> Void
    ) {
        self.client = client
        self.pauses = pauses
        self.isStopping = isStopping
        self.isOutOfTime = isOutOfTime
        self.timeIsOver = timeIsOver
        self.notify = notify
    }
}

/// How long a run has done nothing on purpose: a prompt, a back-off, a wait for the rate limit. Somebody else may well
/// have worked in Omni meanwhile. Slowness of the machine or of Omni is not counted: it says nothing about people, and
/// would make the number of requests depend on it. Bases that wait side by side wait once: what counts is the time in
/// which anybody waited.
package final class Pauses: Sendable {
    private struct State {
        var sum = Duration.zero
        var waiting = 0
        /// Up to when the waits that are under way are in the sum already.
        var countedTo = Duration.zero
    }

    private let state = Mutex(State())

    package init() {}

    /// All pauses that are over, and those parts of the present ones that another pause has counted.
    package var total: Duration { state.withLock { $0.sum } }

    /// Counts a pause besides the client's waits, such as a prompt.
    package func add(_ duration: Duration) { state.withLock { $0.sum += duration } }

    func begin(at now: Duration) {
        state.withLock { state in
            if state.waiting == 0 { state.countedTo = now }
            state.waiting += 1
        }
    }

    func end(at now: Duration) {
        state.withLock { state in
            state.waiting -= 1
            state.sum += max(.zero, now - state.countedTo)
            state.countedTo = max(now, state.countedTo)
        }
    }
}

extension ClientHooks {
    /// These hooks with every wait counted when it is over: until then it has kept nobody else from working.
    package func counting(in pauses: Pauses) -> ClientHooks {
        ClientHooks(
            now: now,
            wait: { wait in
                let start = now()
                pauses.begin(at: start)
                let outcome = await self.wait(wait)
                pauses.end(at: min(now(), start + wait.duration))
                return outcome
            },
            random: random,
            log: log
        )
    }
}
