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

    var text: String {
        let sections = [basis].compactMap(\.self) + plan.bases.compactMap(section) + [summary]
        return sections.joined(separator: "\n\n") + "\n"
    }

    private var basis: String? {
        switch plan.basis {
        case .omni: nil
        case .offline: "Planned from the cached state: Omni was not asked (--offline)."
        case .noListEndpoint: "Planned from the cached state: this instance has no list of environments."
        }
    }

    private func section(_ base: BasePlan) -> String? {
        let requests = RequestLines(base, style: style, isComplete: isComplete)
        let blocks = [
            block(
                "Routing",
                attributeLines(base) + RoutingLines(base, style: style, isComplete: isComplete).lines
            ),
            block("Requests", requests.requests),
            block("Notes", requests.notes),
        ]
        let body = blocks.compactMap(\.self)
        guard !body.isEmpty else { return nil }
        return ([style.bold(base.label.shown) + style.dim("  \(base.connection)")] + body).joined(
            separator: "\n"
        )
    }

    private func block(_ title: String, _ lines: [String]) -> String? {
        lines.isEmpty ? nil : (["  \(title)"] + lines.map { "    " + $0 }).joined(separator: "\n")
    }

    private func attributeLines(_ base: BasePlan) -> [String] {
        base.changes.compactMap { change in
            switch change {
            case .setAttribute(from: .none, let new, _):
                style.yellow(
                    "everyone: base → by the user attribute \(new.name.shown), set for the first time"
                )
            case .setAttribute(from: .set(let old), let new, _) where old.name != new.name:
                style.yellow("everyone: by the user attribute \(old.name.shown) → by \(new.name.shown)")
            case .setAttribute(_, let new, _):
                "user attribute \(new.name.shown), default values \(new.defaultValues.listed)"
            case .removeAttribute(let old):
                style.red(
                    "everyone: by the user attribute \(old.name.shown) → base, falls back to the base connection"
                )
            default: nil
            }
        }
    }

    private var summary: String {
        guard plan.hasChanges else { return Words.noChanges }
        let count = plan.count
        let sum = "Plan: \(count.add) to add, \(count.change) to change, \(count.destroy) to destroy."
        return style.bold(sum) + "\n" + time
    }

    private var time: String {
        let seconds = RequestTime.seconds(requests: plan.requestCount, rate: rate)
        let time = seconds == 0 ? "a few seconds at most" : "about \(Duration.seconds(seconds).words)"
        return "\(plan.requestCount.of("request")), \(time) at \(rate) requests a minute."
    }
}

/// Sentences that people and scripts know, the same wherever they appear.
enum Words {
    static let noChanges = "No changes. Omni matches the manifest."
}
