import OmniAPI
import Reconciler

/// A plan for a person: who is routed where from now on, then the requests, then the sum.
struct PlanText {
    private let plan: Plan
    private let style: Style
    private let isComplete: Bool
    private let rate: Int

    init(_ plan: Plan, style: Style, isComplete: Bool, rate: Int) {
        self.plan = plan
        self.style = style
        self.isComplete = isComplete
        self.rate = rate
    }

    /// In as much detail as fits on a screen; with `isComplete`, whole.
    var text: String {
        guard !isComplete else { return text(sections(.whole)) }
        let texts = PlanDetail.all.lazy.filter(mayFit).map { text(sections($0)) }
        return texts.first(where: Self.fits) ?? text(BriefLines(plan, style: style).sections)
    }

    private static let screen = 40

    private static func fits(_ text: String) -> Bool { text.utf8.count { $0 == 0x0A } <= screen }

    /// Whether it is worth trying: requests take a line each, and lines of values may be few and long all the same.
    private func mayFit(_ detail: PlanDetail) -> Bool {
        let values = plan.bases.reduce(0) { $0 + $1.routing.moves.count + $1.routing.windows.count }
        return (detail.foldsRouting || values <= Self.screen * 5)
            && (detail.requests != .whole || plan.requestCount <= Self.screen)
    }

    private func text(_ sections: [String]) -> String {
        ([basis].compactMap(\.self) + sections + [summary]).joined(separator: "\n\n") + "\n"
    }

    private func sections(_ detail: PlanDetail) -> [String] {
        plan.bases.compactMap { section($0, detail) }
    }

    private var basis: String? {
        switch plan.basis {
        case .omni: nil
        case .offline: "Planned from the cached state: Omni was not asked (--offline)."
        case .noListEndpoint: "Planned from the cached state: this instance has no list of environments."
        }
    }

    private func section(_ base: BasePlan, _ detail: PlanDetail) -> String? {
        let requests = RequestLines(base, style: style, detail: detail.requests)
        let routing = RoutingLines(base, style: style, isFolded: detail.foldsRouting)
        let blocks = [
            block("Routing", AttributeLines(base, style: style).lines + routing.lines),
            detail.requests == .count ? requests.count : block("Requests", requests.requests),
            block("Notes", requests.notes),
        ]
        let body = blocks.compactMap(\.self)
        guard !body.isEmpty else { return nil }
        return ([style.bold(base.label.printable) + style.dim("  \(base.connection)")] + body).joined(
            separator: "\n"
        )
    }

    private func block(_ title: String, _ lines: [String]) -> String? {
        lines.isEmpty ? nil : (["  \(title)"] + lines.map { "    " + $0 }).joined(separator: "\n")
    }

    private var summary: String {
        guard plan.hasChanges else { return Words.noChanges }
        let count = plan.count
        let sum = "Plan: \(count.add) to add, \(count.change) to change, \(count.destroy) to destroy."
        return style.bold(sum) + "\n" + time
    }

    private var time: String {
        let seconds = RequestTime.seconds(of: plan, rate: rate)
        let time = seconds == 0 ? "a few seconds at most" : "about \(Duration.seconds(seconds).words)"
        return "\(plan.requestCount.of("request")), \(time) at \(rate) requests a minute."
    }
}

/// Sentences that people and scripts know, the same wherever they appear.
enum Words {
    static let noChanges = "No changes. Omni matches the manifest."
}
