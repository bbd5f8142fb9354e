import OmniModel

/// Steps that belong together because values are at the base connection in between: a run of overlapping windows.
package struct Move: Sendable, Hashable {
    /// The indices of its steps among those of the base.
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
        var windows: [FallbackWindow] = []
        var last = -1
        for window in routing.windows.sorted(by: { $0.opens < $1.opens }) {
            if window.opens > last {
                if let move = Self.move(of: windows) { moves[move.steps.lowerBound] = move }
                windows = []
            }
            last = max(last, window.closes)
            windows.append(window)
        }
        if let move = Self.move(of: windows) { moves[move.steps.lowerBound] = move }
        return moves
    }

    /// - Parameter windows: in the order in which they open.
    private static func move(of windows: [FallbackWindow]) -> Move? {
        let closing = windows.sorted { $0.closes < $1.closes }
        guard let first = windows.first?.opens, let last = closing.last?.closes else { return nil }
        // Rolling back takes the most after one of the steps: the next one has gone out and failed, and each source that
        // has a value on its way is written.
        var most = last - first + 1
        var (opened, closed) = (0, 0)
        var open: [ConnectionID: Int] = [:]
        for step in first..<last {
            while opened < windows.count, windows[opened].opens <= step {
                open[windows[opened].from, default: 0] += 1
                opened += 1
            }
            while closed < closing.count, closing[closed].closes <= step {
                let from = closing[closed].from
                open[from] = open[from].flatMap { $0 > 1 ? $0 - 1 : nil }
                closed += 1
            }
            most = max(most, step - first + 2 + open.count)
        }
        return Move(steps: first...last, permits: most + 1)
    }
}
