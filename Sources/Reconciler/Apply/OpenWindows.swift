/// The fallback windows of a base's steps, as an apply has to watch them.
struct OpenWindows {
    /// A value on its way: the environment that let it go, and what that one held just before and after.
    struct Move {
        let giver: EnvironmentTarget
        let values: [String]
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

    /// The moves that a failure at this step leaves open, each with the environment that can take its values back.
    /// A giver that was detached cannot.
    func moves(openBefore step: Int, in plan: BasePlan) -> [Move] {
        let open = windows.filter { $0.opens < step && step <= $0.closes }
        return Dictionary(grouping: open, by: \.opens).sorted { $0.key < $1.key }.compactMap {
            opens,
            windows in
            guard case .setValues(let giver, _, let rest, _) = plan.steps[opens] else { return nil }
            return Move(giver: giver, values: windows.map(\.value), rest: rest)
        }
    }
}
