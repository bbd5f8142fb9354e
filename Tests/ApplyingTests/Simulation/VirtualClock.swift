import Synchronization

/// Time that passes only when nobody has anything to do: then it jumps to the one who wakes first.
final class VirtualClock: Sendable {
    private struct Waiter {
        let end: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Duration.zero
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    /// What takes its time without letting others do something meanwhile adds to it.
    var now: Duration {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    func wait(_ duration: Duration) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiters.append(Waiter(end: $0.now + duration, continuation: continuation)) }
        }
    }

    /// Wakes the one who waits least; `false` when nobody waits.
    func advance() -> Bool {
        let waiter = state.withLock { state -> Waiter? in
            guard
                let first = state.waiters.indices.min(by: { state.waiters[$0].end < state.waiters[$1].end }
                )
            else { return nil }
            state.now = max(state.now, state.waiters[first].end)
            return state.waiters.remove(at: first)
        }
        waiter?.continuation.resume()
        return waiter != nil
    }
}
