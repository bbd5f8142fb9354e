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
        var run: [FallbackWindow] = []
        for window in routing.windows.sorted(by: { $0.opens < $1.opens }) {
            if let end = run.map(\.closes).max(), window.opens > end { run = [] }
            run.append(window)
            guard let first = run.first?.opens, let last = run.map(\.closes).max(), first <= last else {
                continue
            }
            let sources = Set(run.map(\.from)).count
            moves[first] = Move(steps: first...last, permits: last - first + 1 + sources + 1)
        }
        return moves
    }
}
