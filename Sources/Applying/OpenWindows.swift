import Planning

/// The fallback windows of a base's steps, as an apply has to watch them.
struct OpenWindows {
    /// Values on their way.
    struct Move {
        let values: [String]
        /// The environment that let them go; `nil` when it is detached, and cannot take them back.
        let giver: Giver?
    }

    struct Giver {
        let target: EnvironmentTarget
        /// What it holds without them.
        let rest: [String]
    }

    private let windows: [FallbackWindow]
    /// The step behind the last one of each run of overlapping windows, by the run's first step.
    private let runEnds: [Int: Int]

    init(_ windows: [FallbackWindow]) {
        self.windows = windows
        var runEnds: [Int: Int] = [:]
        var start = 0
        var end = -1
        for window in windows.sorted(by: { $0.opens < $1.opens }) {
            if window.opens > end { start = window.opens }
            end = max(end, window.closes)
            runEnds[start] = end
        }
        self.runEnds = runEnds
    }

    /// How many calls have to fit into the rate limit at once when this step starts, itself among them; 0 in the
    /// midst of moves and outside of them.
    func callsToReserve(at step: Int) -> Int {
        runEnds[step].map { $0 - step + 1 } ?? 0
    }

    func values(openBefore step: Int) -> [String] {
        windows.filter { $0.opens < step && step <= $0.closes }.map(\.value)
    }

    /// The moves that a failure at this step leaves open: also those that the step itself begins, when it may have been
    /// carried out all the same.
    func moves(leftOpenAt step: Int, isInDoubt: Bool, in plan: BasePlan) -> [Move] {
        let open = windows.filter { window in
            (window.opens < step || isInDoubt && window.opens == step) && step <= window.closes
        }
        return Dictionary(grouping: open, by: \.opens).sorted { $0.key < $1.key }.map { opens, windows in
            Move(values: windows.map(\.value), giver: giver(plan.steps[opens]))
        }
    }

    private func giver(_ step: Step) -> Giver? {
        guard case .setValues(let target, _, let rest, _) = step else { return nil }
        return Giver(target: target, rest: rest)
    }
}
