package import OmniAPI
import Synchronization

/// How long a run has done nothing on purpose: a prompt, a back-off, a wait for the rate limit. Somebody else may well
/// have worked in Omni meanwhile. Slowness of the machine or of Omni is not counted: it says nothing about people, and
/// would make the number of requests depend on it.
package final class Pauses: Sendable {
    private let sum = Mutex(Duration.zero)

    package init() {}

    package var total: Duration { sum.withLock { $0 } }

    package func add(_ duration: Duration) { sum.withLock { $0 += duration } }
}

extension ClientHooks {
    /// The same hooks, with every wait counted when it is over: until then it has kept nobody else from working.
    package func counting(in pauses: Pauses) -> ClientHooks {
        ClientHooks(
            now: now,
            wait: { wait in
                let start = now()
                let outcome = await self.wait(wait)
                pauses.add(min(wait.duration, now() - start))
                return outcome
            },
            random: random,
            log: log
        )
    }
}
