/// Which attempt may start when (design, section 6): at most `capacity` in any 60 seconds, first come first
/// served. A place is taken when an attempt starts, or held for it by a reservation, and comes free 60 s after
/// the attempt's answer, so that the server never counts more, whatever the latency. No clock, no I/O.
struct RateWindow {
    static let length: Duration = .seconds(60)

    struct Ticket: Hashable {
        fileprivate let number: Int
        fileprivate let places: Int
    }

    enum Admission: Equatable {
        /// So many places are the caller's: fewer than asked for only if the window never has more.
        case go(places: Int)
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

    mutating func join(places: Int = 1) -> Ticket {
        lastNumber += 1
        let ticket = Ticket(number: lastNumber, places: places)
        queue.append(ticket)
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
        let places = min(ticket.places, throttle.capacity)
        let ahead = queue.prefix { $0 != ticket }.reduce(0) { $0 + min($1.places, throttle.capacity) }
        let missing = taken + releases.count + ahead + places - throttle.capacity
        guard missing > 0 else {
            leave(ticket)
            taken += places
            return .go(places: places)
        }
        return .wait(releaseTime(ofPlace: missing, now: now) - now, .rateWindow)
    }

    /// Whether an attempt may start on a place that is held for it: only a pause can forbid that.
    mutating func admitHeld(now: Duration) -> Admission {
        throttle.pause(now: now) ?? .go(places: 1)
    }

    /// An answer came, or was lost: the server has counted the attempt.
    mutating func answered(now: Duration) {
        taken -= 1
        releases.add(now + Self.length)
    }

    /// The places were never used.
    mutating func giveBack(places: Int) {
        taken -= places
    }

    /// Omni answered 429 to an attempt that was sent at `sentAt`.
    mutating func slowDown(sentAt: Duration, until end: Duration, namedByServer: Bool, now: Duration) {
        throttle.slowDown(sentAt: sentAt, until: end, namedByServer: namedByServer, now: now)
    }

    /// When the place comes free, or the earliest moment at which it can, while attempts are under way.
    private func releaseTime(ofPlace number: Int, now: Duration) -> Duration {
        if number <= releases.count { return releases[number - 1] }
        return max(releases.last ?? now, now + Self.length)
    }
}
