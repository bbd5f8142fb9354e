/// A sliding window: so many requests in any 60 seconds. Requests that it turns away don't count.
struct RateWindow: Sendable, Equatable {
    static let length = Duration.seconds(60)

    /// Nil for no limit.
    let limit: Int?
    /// When the requests of the window came, oldest first. Those before `head` have left it.
    private var times: [Duration] = []
    private var head = 0

    init(limit: Int?) {
        self.limit = limit
    }

    /// Takes a place for a request that comes `now`; false when the window is full.
    mutating func admit(at now: Duration) -> Bool {
        guard let limit else { return true }
        while head < times.count, times[head] + Self.length <= now {
            head += 1
        }
        guard times.count - head < limit else { return false }
        if head > limit {
            times.removeFirst(head)
            head = 0
        }
        times.append(now)
        return true
    }
}
