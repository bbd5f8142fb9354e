package import HTTPTransport
import Synchronization

/// The permits of the rate window that one holder has: a call goes out on each.
///
/// Whoever asks for more releases what it has first, and waits without any. So no two holders can wait
/// for each other, whatever they do.
package final class Permits: Sendable {
    private let count = Mutex(0)
    private let pace: Pace

    init(of pace: Pace) {
        self.pace = pace
    }

    /// How many calls may go out before more permits have to be acquired.
    package var available: Int { count.withLock { $0 } }

    /// Releases what is held, waits until so many permits are free at once, and takes them: at most as many as the
    /// window ever has.
    ///
    /// - Parameters:
    ///   - urgently: ahead of everyone who waits already.
    ///   - call: the call that waits, for whoever shows the wait.
    /// - Throws: when the wait is cut short; nothing is held then.
    package func acquire(_ number: Int, urgently: Bool = false, for call: APICall? = nil)
        async throws(Pace.Interrupted)
    {
        release()
        let acquired = try await pace.acquire(number, urgently: urgently, for: call)
        count.withLock { $0 = acquired }
    }

    /// Releases what is held and wakes those who wait for it.
    package func release() {
        let unused = count.withLock { count in
            defer { count = 0 }
            return count
        }
        if unused > 0 { pace.release(unused) }
    }

    /// A call is about to go out. Without a permit it goes out all the same, and is counted: nothing waits here.
    func spend() {
        let isHeld = count.withLock { count in
            guard count > 0 else { return false }
            count -= 1
            return true
        }
        if !isHeld { pace.overdraw() }
    }

    /// The call certainly did not reach Omni.
    func putBack() {
        count.withLock { $0 += 1 }
    }
}
