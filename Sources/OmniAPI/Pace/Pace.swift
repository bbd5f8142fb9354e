import HTTPTransport
import Synchronization

/// The one rate window of a run, shared by all its calls. A lock rather than an actor: a decision takes well under a
/// microsecond.
package final class Pace: Sendable {
    /// Whoever runs all this has cut a wait for permits short; none were taken.
    package struct Interrupted: Error {}

    private struct State {
        var window: RateWindow
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastSleeper = 0
    }

    private let state: Mutex<State>
    private let hooks: ClientHooks

    init(limit: Int, hooks: ClientHooks) {
        state = Mutex(State(window: RateWindow(limit: limit)))
        self.hooks = hooks
    }

    /// Waits until so many permits are free at once, at most as many as the window ever has, and takes them.
    func acquire(_ permits: Int, urgently: Bool, for call: APICall?) async throws(Interrupted) -> Int {
        let ticket = state.withLock { $0.window.join(permits: permits, urgently: urgently) }
        while true {
            switch state.withLock({ $0.window.admit(ticket, now: hooks.now()) }) {
            case .go(let permits): return permits
            case .wait(let duration, let reason):
                let wait = Wait(duration: duration, reason: reason, call: call)
                guard await isOver(wait), !Task.isCancelled else {
                    wakeAll { $0.leave(ticket) }
                    throw Interrupted()
                }
            }
        }
    }

    /// The permits were never used.
    func release(_ permits: Int) {
        wakeAll { $0.release(permits: permits) }
    }

    /// A call goes out without a permit.
    func overdraw() {
        state.withLock { $0.window.overdraw() }
    }

    /// A call that went out was answered, or its answer was lost: Omni has counted it.
    func answered() {
        state.withLock { $0.window.answered(now: hooks.now()) }
    }

    /// All calls pause for this long, and fewer are sent from then on.
    func slowDown(sentAt: Duration, for pause: Duration, namedByServer: Bool) {
        let now = hooks.now()
        state.withLock {
            $0.window.slowDown(sentAt: sentAt, until: now + pause, namedByServer: namedByServer, now: now)
        }
    }

    /// The pause that Omni has asked all calls for, as far as it is not over.
    var pause: Wait? {
        let pause = state.withLock { $0.window.throttle.pause(now: hooks.now()) }
        guard case .wait(let duration, let reason) = pause else { return nil }
        return Wait(duration: duration, reason: reason, call: nil)
    }
}

// MARK: - Sleeping until a time, or until somebody releases permits
extension Pace {
    private func wakeAll(_ change: (inout RateWindow) -> Void) {
        let sleepers = state.withLock { state in
            change(&state.window)
            defer { state.sleepers = [:] }
            return state.sleepers.values
        }
        for sleeper in sleepers { sleeper.resume() }
    }

    /// - Returns: false when the wait was cut short by whoever runs all this.
    private func isOver(_ wait: Wait) async -> Bool {
        await withTaskGroup(of: WaitOutcome.self) { group in
            group.addTask { [hooks] in await hooks.wait(wait) }
            group.addTask {
                await self.woken()
                return .elapsed
            }
            defer { group.cancelAll() }
            return await group.next() != .interrupted
        }
    }

    /// Returns when permits were released, or the task is cancelled.
    private func woken() async {
        let number = state.withLock { state in
            state.lastSleeper += 1
            return state.lastSleeper
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.sleepers[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.resume()
        }
    }
}

/// What 429 answers do to the pace: they pause all calls and halve the number of requests allowed in 60 s, once
/// for each window, because one crowded minute brings many of them. Every quiet minute gives a twelfth of the
/// limit back.
struct Throttle {
    private let limit: Int
    private(set) var capacity: Int
    private var changedAt: Duration?
    private var current: (end: Duration, namedByServer: Bool)?

    init(limit: Int) {
        self.limit = limit
        capacity = limit
    }

    mutating func slowDown(sentAt: Duration, until end: Duration, namedByServer: Bool, now: Duration) {
        if end > current?.end ?? now { current = (end, namedByServer) }
        if let changedAt, sentAt < changedAt + RateWindow.length { return }
        capacity = max(1, capacity / 2)
        changedAt = now
    }

    mutating func recover(now: Duration) {
        while let last = changedAt, now >= last + RateWindow.length, capacity < limit {
            capacity = min(limit, capacity + max(1, limit / 12))
            changedAt = capacity == limit ? nil : last + RateWindow.length
        }
    }

    func pause(now: Duration) -> RateWindow.Admission? {
        guard let current, current.end > now else { return nil }
        return .wait(current.end - now, .rateLimited(retryAfter: current.namedByServer))
    }
}
