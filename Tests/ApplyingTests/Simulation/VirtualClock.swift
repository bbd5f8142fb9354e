import Synchronization

/// Time that passes only when nobody has anything to do: then it jumps to the one who wakes first.
final class VirtualClock: Sendable {
    private struct Waiter {
        let number: Int
        let end: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Duration.zero
        var waiters: [Waiter] = []
        var lastNumber = 0
    }

    private let state = Mutex(State())

    /// What takes its time without letting others do something meanwhile adds to it.
    var now: Duration {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    /// Returns when so much time has passed, or the task is cancelled.
    func wait(_ duration: Duration) async {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled { return true }
                    let end = state.now + duration
                    state.waiters.append(Waiter(number: number, end: end, continuation: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume()
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
