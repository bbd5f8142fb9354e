import Synchronization

/// Places in the rate window that are held for the calls that name it, so that they start without waiting for
/// the window. Places that no call used come free when the last reference goes.
///
/// Whoever holds one must not wait for another: two such holders could wait for each other for ever.
package final class Reservation: Sendable {
    private let remaining: Mutex<Int>
    private let pace: Pace

    init(places: Int, of pace: Pace) {
        remaining = Mutex(places)
        self.pace = pace
    }

    deinit {
        let unused = remaining.withLock { $0 }
        if unused > 0 { pace.giveBack(places: unused) }
    }

    /// How many calls can still start on it.
    package var places: Int { remaining.withLock { $0 } }

    func take() -> Bool {
        remaining.withLock { count in
            guard count > 0 else { return false }
            count -= 1
            return true
        }
    }

    func putBack() {
        remaining.withLock { $0 += 1 }
    }
}
