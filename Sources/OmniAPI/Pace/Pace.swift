import HTTPTransport
import Synchronization

/// The one rate window of a run, shared by all its calls. A lock rather than an actor: a decision takes well
/// under a microsecond, and a reservation gives its places back the moment it is let go of.
final class Pace: Sendable {
    struct Interrupted: Error {}

    private let window: Mutex<RateWindow>
    private let hooks: ClientHooks

    init(limit: Int, hooks: ClientHooks) {
        window = Mutex(RateWindow(limit: limit))
        self.hooks = hooks
    }

    /// Waits until the call may be sent; what it returns has to be handed to `answered` or `giveBack` afterwards.
    func place(for call: APICall, using reservation: Reservation?) async throws(Interrupted) -> Place {
        if let reservation, reservation.take() {
            do {
                try await wait(for: call) { $0.admitHeld(now: $1) }
            } catch {
                reservation.putBack()
                throw error
            }
            return Place(sentAt: hooks.now(), reservation: reservation)
        }
        _ = try await takePlaces(1, for: call)
        return Place(sentAt: hooks.now(), reservation: nil)
    }

    /// Waits until so many places are free at once, at most as many as the window ever has, and takes them.
    func takePlaces(_ places: Int, for call: APICall?) async throws(Interrupted) -> Int {
        let ticket = window.withLock { $0.join(places: places) }
        do {
            return try await wait(for: call) { $0.admit(ticket, now: $1) }
        } catch {
            window.withLock { $0.leave(ticket) }
            throw error
        }
    }

    func answered(_ place: Place) {
        window.withLock { $0.answered(now: hooks.now()) }
    }

    /// Nothing was sent on it.
    func giveBack(_ place: Place) {
        if let reservation = place.reservation { reservation.putBack() } else { giveBack(places: 1) }
    }

    func giveBack(places: Int) {
        window.withLock { $0.giveBack(places: places) }
    }

    /// All calls pause for this long, and fewer are sent from then on.
    func slowDown(_ place: Place, for pause: Duration, namedByServer: Bool) {
        let now = hooks.now()
        window.withLock {
            $0.slowDown(sentAt: place.sentAt, until: now + pause, namedByServer: namedByServer, now: now)
        }
    }

    @discardableResult
    private func wait(
        for call: APICall?,
        asking admission: (inout RateWindow, Duration) -> RateWindow.Admission
    ) async throws(Interrupted) -> Int {
        while true {
            switch window.withLock({ admission(&$0, hooks.now()) }) {
            case .go(let places): return places
            case .wait(let duration, let reason):
                let outcome = await hooks.wait(Wait(duration: duration, reason: reason, call: call))
                guard outcome == .elapsed else { throw Interrupted() }
            }
        }
    }
}

/// An attempt's place in the rate window.
struct Place {
    let sentAt: Duration
    /// The reservation that it was taken from.
    let reservation: Reservation?
}
