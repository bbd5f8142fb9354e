/// A delay that doubles with every failure up to a cap; chance takes up to half of it away, so that clients
/// which failed together do not return together.
package struct Backoff: Sendable {
    let first: Duration
    let cap: Duration

    package static let connection = Backoff(first: .milliseconds(500), cap: .seconds(20))
    static let rateLimit = Backoff(first: .seconds(1), cap: .seconds(30))

    /// The delay after the failure of this number, counted from 1.
    package func delay(after failure: Int, chance: Double) -> Duration {
        var delay = first
        for _ in 1..<max(failure, 2) where failure > 1 && delay < cap { delay *= 2 }
        return min(delay, cap) * (1 - chance / 2)
    }
}
