import OmniModel
import Planning

/// The fallback windows of a base's steps, as an apply has to watch them.
struct OpenWindows {
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

    /// Whether values are at the base when this step starts.
    func areOpen(before step: Int) -> Bool {
        windows.contains { $0.opens < step && step <= $0.closes }
    }

    /// Every value that is at the base at some time between two environments, in the order in which they fall back.
    var values: [String] { ValueSets.distinct(windows.lazy.map(\.value)) }

    /// The values that have left an environment when this step has ended, by where they came from.
    func sources(upTo step: Int) -> [ConnectionID: [String]] {
        windows.reduce(into: [:]) { sources, window in
            if window.opens <= step { sources[window.from, default: []].append(window.value) }
        }
    }
}
