import Diagnostics
import Manifest
import OmniModel
import Planning

/// The change of routing by value, the most dangerous first: what falls back to the base, what leaves one environment
/// for another, changes of attribute and of protection, windows; last what comes from the base. Values that move alike
/// share a line. Every value that was routed before is named, however many there are: only those that come from the
/// base can be folded, so that nobody hides a move behind them.
struct RoutingLines {
    private let bases: [BasePlan]
    private let style: Style

    init(_ bases: [BasePlan], style: Style) {
        self.bases = bases
        self.style = style
    }

    /// What is never folded.
    var urgent: [TerminalText] { fallen + moved + rules + windows + allowed }

    /// What is never folded, without the moves of single values.
    var besides: [TerminalText] {
        lines { AttributeLines($0, style: style).removals } + rules + windows + allowed
    }

    /// The exceptions from strict isolation that the manifest makes and the plan uses.
    private var allowed: [TerminalText] {
        lines { base in
            base.allowedFallbacks.map { "\($0.value): allowed by allowFallback (line \($0.line))" }
        }
    }

    struct Way: Hashable {
        let from: Destination
        let to: Destination
    }

    private var fallen: [TerminalText] {
        lines { base in
            let moves = Self.grouped(base.routing.moves.filter(\.fallsBack))
            return AttributeLines(base, style: style).removals
                + moves.map { way, moves in
                    let values = moves.map(\.value).listed(atMost: .max)
                    return style.red(
                        "\(values): \(inRow: base.name(of: way.from)) → base, falls back to the base connection"
                    )
                }
        }
    }

    private var moved: [TerminalText] {
        lines { base in
            Self.grouped(base.routing.moves.filter(\.changesEnvironment))
                .map { line($1.map(\.value).listed(atMost: .max), $0, base) }
        }
    }

    private var rules: [TerminalText] {
        lines { base in
            AttributeLines(base, style: style).settings + base.changes.compactMap(protection)
        }
    }

    private func protection(_ change: Change) -> TerminalText? {
        guard case .protect(let target) = change else { return nil }
        let label = target.address.environment
        return target.isProtected
            ? "protect \(inRow: label): recorded by the next apply, no request"
            : style.yellow("unprotect \(inRow: label): the next apply lifts its protection, no request")
    }

    private var windows: [TerminalText] {
        struct Passage: Hashable {
            let way: Way
            let requests: Int
        }
        return lines { base in
            var windows: [(Passage, [FallbackWindow])] = []
            var places: [Passage: Int] = [:]
            for window in base.routing.windows {
                let way = Way(from: .environment(window.from), to: .environment(window.to))
                let passage = Passage(way: way, requests: window.requests)
                let place = places[passage, default: windows.count]
                if place == windows.count { windows.append((passage, [])) }
                places[passage] = place
                windows[place].1.append(window)
            }
            return windows.map { line($1, $0.way, $0.requests, base) }
        }
    }

    private func line(_ windows: [FallbackWindow], _ way: Way, _ requests: Int, _ base: BasePlan)
        -> TerminalText
    {
        let span: TerminalText = windows.count == 1 ? windows.map(\.span).joined() : ""
        let (from, to): (TerminalText, TerminalText) = (
            "\(inRow: base.name(of: way.from))", "\(inRow: base.name(of: way.to))"
        )
        return style.yellow(
            """
            \(windows.map(\.value).listed(atMost: .max)): at the base for \(requests.of("request"))\(span) \
            on the way from \(from) to \(to)
            """
        )
    }

    private func line(_ values: TerminalText, _ way: Way, _ base: BasePlan) -> TerminalText {
        "\(values): \(inRow: base.name(of: way.from)) → \(inRow: base.name(of: way.to))"
    }

    /// Of each base, with its label where there are several.
    private func lines(_ lines: (BasePlan) -> [TerminalText]) -> [TerminalText] {
        bases.flatMap { base in lines(base).map { labelled($0, base) } }
    }

    private func labelled(_ line: TerminalText, _ base: BasePlan) -> TerminalText {
        bases.count == 1 ? line : "\(inRow: base.label): \(line)"
    }

    /// By their ways, in the order of the first value of each.
    static func grouped(_ moves: [RoutingMove]) -> [(way: Way, moves: [RoutingMove])] {
        var groups: [(way: Way, moves: [RoutingMove])] = []
        var places: [Way: Int] = [:]
        for move in moves {
            let way = Way(from: move.from, to: move.to)
            let place = places[way, default: groups.count]
            if place == groups.count { groups.append((way, [])) }
            places[way] = place
            groups[place].moves.append(move)
        }
        return groups
    }
}

// MARK: - What comes from the base
extension RoutingLines {
    private static let leastLines = 6
    private static let shownValues = 6

    var new: [TerminalText] { new(of: .max, atMost: .max) }

    /// Few values a line, and as many lines as there is room for.
    func folded(to room: Int) -> [TerminalText] {
        new(of: Self.shownValues, atMost: max(Self.leastLines, room))
    }

    private func new(of values: Int, atMost limit: Int) -> [TerminalText] {
        let groups = bases.flatMap { base in
            Self.grouped(base.routing.moves.filter(\.isNew)).map {
                (base: base, way: $0, values: $1.map(\.value))
            }
        }
        let shown = groups.count > limit ? groups.prefix(limit - 1) : groups[...]
        let lines = shown.map { labelled(line($0.values.listed(atMost: values), $0.way, $0.base), $0.base) }
        let rest = groups.dropFirst(shown.count)
        guard !rest.isEmpty else { return lines }
        let count = rest.reduce(0) { $0 + $1.values.count }
        return lines + [
            "… \(count.of("more value")) from the base to \(rest.count.of("environment")) (--verbose lists all)"
        ]
    }
}

extension FallbackWindow {
    /// The requests that it lasts, such as ` (2 to 3)`.
    fileprivate var span: TerminalText { " (\(opens + 1) to \(closes + 1))" }
}
