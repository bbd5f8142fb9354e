import Diagnostics
import LocatedYAML
import OmniModel
import Planning

/// What a plan does and what refuses it, as findings at the manifest's lines: first what is refused, then the routing as a
/// plan shows it, from danger to none.
struct PlanFindings {
    private let plan: Plan
    private let places: PlanPlaces
    private let sources: SourceList

    init(_ plan: Plan, of manifest: ValidManifest) {
        self.plan = plan
        places = PlanPlaces(manifest.manifest)
        sources = manifest.sources
    }

    var all: [ReportedFinding] { refusals + plan.basesByDanger.flatMap(findings) }

    private var refusals: [ReportedFinding] {
        plan.refusals.map { finding($0.rule, .error, "refused: \($0.text(plan))", $0.place(in: places)) }
    }

    private func findings(_ base: BasePlan) -> [ReportedFinding] {
        base.routing.moves.map { finding($0, base) } + base.changes.compactMap { finding($0, base) }
            + base.routing.windows.map { finding($0, base) }
    }

    private func finding(_ move: RoutingMove, _ base: BasePlan) -> ReportedFinding {
        let (from, to) = (base.name(of: move.from), base.name(of: move.to))
        let (rule, level, end): (PlanRule, ReportedFinding.Level, TerminalText) =
            move.fallsBack
            ? (.routingFallsBack, .warning, "falls back to the base connection")
            : move.changesEnvironment
                ? (.routingMoves, .warning, "is routed to \(quoted: to)")
                : (.routingBegins, .notice, "is routed to \(quoted: to)")
        let text: TerminalText =
            "\(quoted: base.label): \(quoted: move.value.text) \(end), until now to \(quoted: from)"
        return finding(rule, level, text, places.place(of: move, in: base))
    }

    private func finding(_ window: FallbackWindow, _ base: BasePlan) -> ReportedFinding {
        let text: TerminalText = """
            \(quoted: base.label): \(quoted: window.value.text) is at the base for \(window.requests.of("request")) on its \
            way to \(quoted: base.name(of: .environment(window.to)))
            """
        return finding(.routingPassesBase, .notice, text, places.place(of: window, in: base))
    }

    private func finding(_ change: Change, _ base: BasePlan) -> ReportedFinding? {
        switch change {
        case .setAttribute, .removeAttribute:
            let text: TerminalText =
                "\(quoted: base.label): everyone's routing changes, since \(change.words)"
            return finding(.attributeChanges, .warning, text, places.place(ofAttributeIn: base.label))
        case .protect(let target) where !target.isProtected:
            let text: TerminalText = "\(change.words): the next apply lifts its protection"
            return finding(.protectionLifted, .warning, text, places.place(of: target.address))
        default: return nil
        }
    }

    private func finding(
        _ rule: PlanRule,
        _ level: ReportedFinding.Level,
        _ message: TerminalText,
        _ range: SourceRange?
    ) -> ReportedFinding {
        ReportedFinding(
            rule: rule.rawValue,
            level: level,
            message: message.escaped,
            place: range.map { place($0) }
        )
    }

    private func place(_ range: SourceRange) -> ReportedFinding.Place {
        ReportedFinding.Place(path: sources.name(of: range).reportedPath(), range: range)
    }
}
