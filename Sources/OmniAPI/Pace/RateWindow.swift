/// Which attempt may start when: at most `capacity` in any 60 seconds, first come first
/// served. A permit is acquired before an attempt starts and comes free 60 s after the attempt's answer, so that the
/// server never counts more, whatever the latency. No clock, no I/O.
struct RateWindow {
    static let length: Duration = .seconds(60)

    struct Ticket: Hashable {
        fileprivate let number: Int
        fileprivate let permits: Int
    }

    enum Admission: Equatable {
        /// So many permits are the caller's: fewer than asked for only if the window never has more.
        case go(permits: Int)
        case wait(Duration, Wait.Reason)
    }

    private(set) var throttle: Throttle
    private var taken = 0
    private var releases = ReleaseTimes()
    private var queue: [Ticket] = []
    private var lastNumber = 0

    init(limit: Int) {
        throttle = Throttle(limit: limit)
    }

    /// - Parameter urgently: ahead of everyone who waits already.
    mutating func join(permits: Int = 1, urgently: Bool = false) -> Ticket {
        lastNumber += 1
        let ticket = Ticket(number: lastNumber, permits: permits)
        queue.insert(ticket, at: urgently ? 0 : queue.count)
        return ticket
    }

    mutating func leave(_ ticket: Ticket) {
        queue.removeAll { $0 == ticket }
    }

    /// Whether the ticket's turn has come. After `wait` it has to be asked again, when that time has passed.
    mutating func admit(_ ticket: Ticket, now: Duration) -> Admission {
        throttle.recover(now: now)
        releases.drop(upTo: now)
        if let pause = throttle.pause(now: now) { return pause }
        let permits = min(ticket.permits, throttle.capacity)
        let ahead = queue.prefix { $0 != ticket }.reduce(0) { $0 + min($1.permits, throttle.capacity) }
        let missing = taken + releases.count + ahead + permits - throttle.capacity
        guard missing > 0 else {
            leave(ticket)
            taken += permits
            return .go(permits: permits)
        }
        return .wait(releaseTime(ofPermit: missing, now: now) - now, .rateWindow)
    }

    /// An attempt starts that nobody acquired a permit for.
    mutating func overdraw() {
        taken += 1
    }

    /// An answer came, or was lost: the server has counted the attempt.
    mutating func answered(now: Duration) {
        taken -= 1
        releases.add(now + Self.length)
    }

    /// The permits were never used.
    mutating func release(permits: Int) {
        taken -= permits
    }

    /// Omni answered 429 to an attempt that was sent at `sentAt`.
    mutating func slowDown(sentAt: Duration, until end: Duration, namedByServer: Bool, now: Duration) {
        throttle.slowDown(sentAt: sentAt, until: end, namedByServer: namedByServer, now: now)
    }

    /// When the permit comes free, or the earliest moment at which it can, while attempts are under way.
    private func releaseTime(ofPermit number: Int, now: Duration) -> Duration {
        if number <= releases.count { return releases[number - 1] }
        return max(releases.last ?? now, now + Self.length)
    }
}

/// The times at which permits come free, in rising order; adding and dropping cost the same however many there are.
struct ReleaseTimes {
    private var times: [Duration] = []
    private var start = 0

    var count: Int { times.count - start }
    var last: Duration? { count > 0 ? times.last : nil }

    subscript(index: Int) -> Duration { times[start + index] }

    /// Clock readings of parallel tasks may arrive out of order; a permit is rather kept too long than too short.
    mutating func add(_ time: Duration) {
        times.append(max(time, last ?? time))
    }

    mutating func drop(upTo now: Duration) {
        while start < times.count, times[start] <= now { start += 1 }
        guard start > 64, start * 2 > times.count else { return }
        times.removeFirst(start)
        start = 0
    }
}
