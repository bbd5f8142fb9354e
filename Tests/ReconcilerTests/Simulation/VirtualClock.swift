import Synchronization

/// Time that passes only when nobody has anything to do: then it jumps to the one who wakes first.
final class VirtualClock: Sendable {
    private struct Sleeper {
        let end: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Duration.zero
        var sleepers: [Sleeper] = []
    }

    private let state = Mutex(State())

    var now: Duration { state.withLock { $0.now } }

    func sleep(_ duration: Duration) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.sleepers.append(Sleeper(end: $0.now + duration, continuation: continuation)) }
        }
    }

    /// Wakes the first sleeper; `false` when nobody sleeps.
    func advance() -> Bool {
        let sleeper = state.withLock { state -> Sleeper? in
            guard
                let first = state.sleepers.indices.min(by: { state.sleepers[$0].end < state.sleepers[$1].end }
                )
            else { return nil }
            state.now = max(state.now, state.sleepers[first].end)
            return state.sleepers.remove(at: first)
        }
        sleeper?.continuation.resume()
        return sleeper != nil
    }
}
