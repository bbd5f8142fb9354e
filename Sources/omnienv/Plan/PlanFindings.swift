import Diagnostics
import OmniModel
import Planning

/// What a plan does and what refuses it, as findings at the manifest's lines: first what is refused, then the routing as a
/// plan shows it, from danger to none.
struct PlanFindings {
    private let plan: Plan
    private let places: PartPlaces

    init(_ plan: Plan, at places: PartPlaces) {
        self.plan = plan
        self.places = places
    }

    var all: [ReportedFinding] {
        let refusals = zip(plan.refusals, places.refusals).map {
            finding($0.rule, .error, "refused: \($0.text(plan))", $1)
        }
        return refusals + zip(plan.basesByDanger, places.bases).flatMap(findings)
    }

    private func findings(_ base: BasePlan, _ places: PartPlaces.Base) -> [ReportedFinding] {
        zip(base.routing.moves, places.moves).map { finding($0, base, $1) }
            + zip(base.changes, places.changes).compactMap { finding($0, base, $1) }
            + zip(base.routing.windows, places.windows).map { finding($0, base, $1) }
    }

    private func finding(_ move: RoutingMove, _ base: BasePlan, _ place: FilePlace?) -> ReportedFinding {
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

    private func finding(_ window: FallbackWindow, _ base: BasePlan, _ place: FilePlace?)
        -> ReportedFinding
    {
        let text: TerminalText = """
            \(quoted: base.label): \(quoted: window.value.text) is at the base for \(window.requests.of("request")) on its \
            way to \(quoted: base.name(of: .environment(window.to)))
            """
        return finding(.routingPassesBase, .notice, text, place)
    }

    private func finding(_ change: Change, _ base: BasePlan, _ place: FilePlace?) -> ReportedFinding? {
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
        _ place: FilePlace?
    ) -> ReportedFinding {
        ReportedFinding(
            rule: rule.rawValue,
            level: level,
            message: message.escaped,
            place: place.map { FilePlace(path: $0.path.reportedPath(), range: $0.range) }
        )
    }
}
