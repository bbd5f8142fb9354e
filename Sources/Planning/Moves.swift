import OmniModel

/// Steps that belong together because values are at the base connection in between: a run of overlapping windows.
package struct Move: Sendable, Hashable {
    package let steps: ClosedRange<Int>
    /// The permits that carrying it out, rolling it back and reading the list once take at most.
    package let permits: Int
    /// The requests that carrying it out takes.
    package var requests: Int { steps.count }
}

extension BasePlan {
    /// The moves among the steps, by the index of the first step of each.
    package var moves: [Int: Move] {
        var moves: [Int: Move] = [:]
        var (first, last) = (0, -1)
        var sources: Set<ConnectionID> = []
        for window in routing.windows.sorted(by: { $0.opens < $1.opens }) {
            if window.opens > last { (first, last, sources) = (window.opens, window.opens, []) }
            last = max(last, window.closes)
            sources.insert(window.from)
            moves[first] = Move(steps: first...last, permits: last - first + 1 + sources.count + 1)
        }
        return moves
    }
}
