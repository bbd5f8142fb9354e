import Diagnostics
import OmniModel
import Planning

extension Plan {
    /// What a plan does and what refuses it, as findings at the manifest's lines: first what is refused, then the routing as
    /// a plan shows it, from danger to none.
    func findings(at places: PartPlaces) -> [ReportedFinding] {
        let refusals = zip(refusals, places.refusals).map {
            ReportedFinding($0.rule, .error, "refused: \($0.text(self))", $1)
        }
        return refusals + zip(basesByDanger, places.bases).flatMap { $0.findings(at: $1) }
    }
}

extension BasePlan {
    fileprivate func findings(at places: PartPlaces.Base) -> [ReportedFinding] {
        zip(routing.moves, places.moves).map(finding)
            + zip(changes, places.changes).compactMap(finding)
            + zip(routing.windows, places.windows).map(finding)
    }

    private func finding(_ move: RoutingMove, _ place: FilePlace?) -> ReportedFinding {
        let (from, to) = (name(of: move.from), name(of: move.to))
        let (rule, level, end): (PlanRule, ReportedFinding.Level, TerminalText) =
            move.fallsBack
            ? (.routingFallsBack, .warning, "falls back to the base connection")
            : move.changesEnvironment
                ? (.routingMoves, .warning, "is routed to \(quoted: to)")
                : (.routingBegins, .notice, "is routed to \(quoted: to)")
        let text: TerminalText =
            "\(quoted: label): \(quoted: move.value.text) \(end), until now to \(quoted: from)"
        return ReportedFinding(rule, level, text, place)
    }

    private func finding(_ window: FallbackWindow, _ place: FilePlace?) -> ReportedFinding {
        let text: TerminalText = """
            \(quoted: label): \(quoted: window.value.text) is at the base for \(window.requests.of("request")) on its \
            way to \(quoted: name(of: .environment(window.to)))
            """
        return ReportedFinding(.routingPassesBase, .notice, text, place)
    }

    private func finding(_ change: Change, _ place: FilePlace?) -> ReportedFinding? {
        switch change {
        case .setAttribute, .removeAttribute:
            let text: TerminalText =
                "\(quoted: label): everyone's routing changes, since \(change.words)"
            return ReportedFinding(.attributeChanges, .warning, text, place)
        case .protect(let target) where !target.isProtected:
            let text: TerminalText = "\(change.words): the next apply lifts its protection"
            return ReportedFinding(.protectionLifted, .warning, text, place)
        default: return nil
        }
    }
}

extension ReportedFinding {
    fileprivate init(_ rule: PlanRule, _ level: Level, _ message: TerminalText, _ place: FilePlace?) {
        self.init(
            rule: rule.rawValue,
            level: level,
            message: message.escaped,
            place: place.map { FilePlace(path: $0.path.reportedPath(), range: $0.range) }
        )
    }
}
