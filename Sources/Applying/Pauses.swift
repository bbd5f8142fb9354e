package import OmniAPI
import Synchronization

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

    package var total: Duration { state.withLock { $0.sum } }

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
    /// The same hooks, with every wait counted when it is over: until then it has kept nobody else from working.
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
