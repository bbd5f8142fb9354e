import OmniAPI
import Reconciler

/// The change of routing by value, in few lines whatever its size: values that move alike share one. A value that
/// falls back to the base connection is always named.
struct RoutingLines {
    private static let moveLimit = 6
    private static let windowLimit = 5
    private let plan: BasePlan
    private let style: Style
    private let isFolded: Bool

    init(_ plan: BasePlan, style: Style, isFolded: Bool) {
        self.plan = plan
        self.style = style
        self.isFolded = isFolded
    }

    var lines: [String] {
        fallen + moved + windows + allowed
    }

    /// The exceptions from strict isolation that the manifest makes and the plan uses.
    var allowed: [String] {
        plan.allowedFallbacks.map { "\($0.value.printable): allowed by allowFallback (line \($0.line))" }
    }

    private struct Way: Hashable {
        let from: Destination
        let to: Destination
    }

    /// What falls back to the base connection, never folded.
    var fallen: [String] {
        grouped(plan.routing.moves.filter(\.fallsBack)).map { way, values in
            let values = values.listed(atMost: .max)
            return style.red(
                "\(values): \(plan.name(of: way.from)) → base, falls back to the base connection"
            )
        }
    }

    var moved: [String] {
        let groups = grouped(plan.routing.moves.filter { !$0.fallsBack })
        let shown = isFolded ? groups.prefix(Self.moveLimit) : groups[...]
        let lines = shown.map { way, values in
            "\(values.listed(atMost: isFolded ? 6 : .max)): \(plan.name(of: way.from)) → \(plan.name(of: way.to))"
        }
        let rest = groups.dropFirst(shown.count)
        guard !rest.isEmpty else { return lines }
        let values = rest.reduce(0) { $0 + $1.values.count }
        return lines + ["\(values.of("more value")) in \(rest.count.of("more group")) (--verbose lists all)"]
    }

    /// In the order of the first value of each way.
    private func grouped(_ moves: [RoutingMove]) -> [(way: Way, values: [String])] {
        var order: [Way] = []
        var values: [Way: [String]] = [:]
        for move in moves {
            let way = Way(from: move.from, to: move.to)
            if values[way] == nil { order.append(way) }
            values[way, default: []].append(move.value)
        }
        return order.map { ($0, values[$0] ?? []) }
    }

    var windows: [String] {
        struct Passage: Hashable {
            let way: Way
            let requests: Int
        }
        var order: [Passage] = []
        var windows: [Passage: [FallbackWindow]] = [:]
        for window in plan.routing.windows {
            let way = Way(from: .environment(window.from), to: .environment(window.to))
            let passage = Passage(way: way, requests: window.requests)
            if windows[passage] == nil { order.append(passage) }
            windows[passage, default: []].append(window)
        }
        guard order.count > Self.windowLimit, isFolded else {
            return order.map { passage in line(windows[passage] ?? [], passage.way, passage.requests) }
        }
        let longest = plan.routing.windows.map(\.requests).max() ?? 0
        let values = plan.routing.windows.map(\.value)
        return [
            style.yellow(
                "\(values.listed): at the base on the way, each for \(longest.of("request")) at most"
            )
        ]
    }

    private func line(_ windows: [FallbackWindow], _ way: Way, _ requests: Int) -> String {
        let span = windows.count == 1 ? windows.map { " (\($0.opens + 1) to \($0.closes + 1))" }.joined() : ""
        let values = windows.map(\.value).listed(atMost: isFolded ? 6 : .max)
        return style.yellow(
            "\(values): at the base for \(requests.of("request"))\(span) on the way from \(plan.name(of: way.from)) to \(plan.name(of: way.to))"
        )
    }
}
