/// What 429 answers do to the pace: they pause all calls and halve the number of requests allowed in 60 s, once
/// for each window, because one crowded minute brings many of them. Every quiet minute gives a twelfth of the
/// limit back.
struct Throttle {
    private struct Pause {
        let end: Duration
        let namedByServer: Bool
    }

    private let limit: Int
    private(set) var capacity: Int
    private var changedAt: Duration?
    private var current: Pause?

    init(limit: Int) {
        self.limit = limit
        capacity = limit
    }

    mutating func slowDown(sentAt: Duration, until end: Duration, namedByServer: Bool, now: Duration) {
        if end > current?.end ?? now { current = Pause(end: end, namedByServer: namedByServer) }
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
