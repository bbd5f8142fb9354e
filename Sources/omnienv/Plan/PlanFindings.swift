import Diagnostics
import LocatedYAML
import OmniModel
import Planning

/// What a plan does and what refuses it, as findings at the manifest's lines: first what is refused, then the routing as a
/// plan shows it, from danger to none.
struct PlanFindings {
    private let plan: Plan
    private let document: PlanDocument

    /// - Parameter document: the plan as JSON, which knows the places.
    init(_ plan: Plan, shownAs document: PlanDocument) {
        self.plan = plan
        self.document = document
    }

    var all: [ReportedFinding] {
        let refusals = document.refusals.map {
            finding($0.content.rule, .error, "refused: \($0.content.message)", $0.place)
        }
        return refusals + zip(plan.basesByDanger, document.bases).flatMap(findings)
    }

    private func findings(_ base: BasePlan, _ document: PlanDocument.Base) -> [ReportedFinding] {
        let routing = document.routing
        return zip(base.routing.moves, routing.moves).map { finding($0, base, $1.place) }
            + zip(base.changes, document.changes).compactMap { finding($0, base, $1.place) }
            + zip(base.routing.windows, routing.fallbackWindows).map { finding($0, base, $1.place) }
    }

    private func finding(_ move: RoutingMove, _ base: BasePlan, _ place: PlaceDocument?) -> ReportedFinding {
        let (from, to) = (base.name(of: move.from), base.name(of: move.to))
        let (rule, level, end): (PlanRule, ReportedFinding.Level, TerminalText) =
            move.fallsBack
            ? (.routingFallsBack, .warning, "falls back to the base connection")
            : move.changesEnvironment
                ? (.routingMoves, .warning, "is routed to \(quoted: to)")
                : (.routingBegins, .notice, "is routed to \(quoted: to)")
        let text: TerminalText =
            "\(quoted: base.label): \(quoted: move.value.text) \(end), until now to \(quoted: from)"
        return finding(rule, level, text, place)
    }

    private func finding(_ window: FallbackWindow, _ base: BasePlan, _ place: PlaceDocument?)
        -> ReportedFinding
    {
        let text: TerminalText = """
            \(quoted: base.label): \(quoted: window.value.text) is at the base for \(window.requests.of("request")) on its \
            way to \(quoted: base.name(of: .environment(window.to)))
            """
        return finding(.routingPassesBase, .notice, text, place)
    }

    private func finding(_ change: Change, _ base: BasePlan, _ place: PlaceDocument?) -> ReportedFinding? {
        switch change {
        case .setAttribute, .removeAttribute:
            let text: TerminalText =
                "\(quoted: base.label): everyone's routing changes, since \(change.words)"
            return finding(.attributeChanges, .warning, text, place)
        case .protect(let target) where !target.isProtected:
            let text: TerminalText = "\(change.words): the next apply lifts its protection"
            return finding(.protectionLifted, .warning, text, place)
        default: return nil
        }
    }

    private func finding(
        _ rule: PlanRule,
        _ level: ReportedFinding.Level,
        _ message: TerminalText,
        _ place: PlaceDocument?
    ) -> ReportedFinding {
        ReportedFinding(
            rule: rule.rawValue,
            level: level,
            message: message.escaped,
            place: place.map(ReportedFinding.Place.init)
        )
    }
}

extension ReportedFinding.Place {
    init(_ place: PlaceDocument) {
        path = place.file.reportedPath()
        range = SourceRange(
            file: 0,
            start: SourcePosition(line: place.line, column: place.column),
            end: SourcePosition(line: place.endLine, column: place.endColumn)
        )
    }
}
