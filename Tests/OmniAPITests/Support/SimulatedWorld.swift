import OmniAPI
import Synchronization

/// A clock that moves only when someone waits, without chance. Who waits without end is interrupted at last, so that
/// a test fails rather than hangs.
final class SimulatedWorld: Sendable {
    private struct State {
        var now: Duration = .zero
        var waits: [Wait] = []
        var exchanges: [Exchange] = []
    }

    private let state = Mutex(State())
    private let interruptedAtWait: Int?

    /// - Parameter interruptedAtWait: the wait of this number, counted from 1, is cut short.
    init(interruptedAtWait: Int? = nil) {
        self.interruptedAtWait = interruptedAtWait
    }

    var now: Duration { state.withLock { $0.now } }
    var waits: [Wait] { state.withLock { $0.waits } }
    var exchanges: [Exchange] { state.withLock { $0.exchanges } }

    func pass(_ duration: Duration) {
        state.withLock { $0.now += duration }
    }

    var hooks: ClientHooks {
        ClientHooks(
            now: { self.now },
            wait: { wait in self.wait(wait) },
            random: { 0 },
            log: { exchange in self.state.withLock { $0.exchanges.append(exchange) } }
        )
    }

    private func wait(_ wait: Wait) -> WaitOutcome {
        state.withLock { state in
            state.waits.append(wait)
            if state.waits.count == interruptedAtWait || state.waits.count > 1000 { return .interrupted }
            state.now += wait.duration
            return .elapsed
        }
    }
}
