import OmniAPI
import Reconciler

/// The requests of one base in their order, and what the plan leaves alone.
struct RequestLines {
    private static let requestLimit = 10
    private static let noteLimit = 5
    private let plan: BasePlan
    private let style: Style
    private let detail: PlanDetail.Requests

    init(_ plan: BasePlan, style: Style, detail: PlanDetail.Requests) {
        self.plan = plan
        self.style = style
        self.detail = detail
    }

    /// How many there are, in one line.
    var count: String? {
        plan.steps.isEmpty ? nil : "  \(plan.steps.count.of("request")) (--verbose lists all)"
    }

    var requests: [String] {
        let causes = causes
        return folded(Array(plan.steps.enumerated()), atMost: Self.requestLimit, noun: "more request") {
            index,
            step in
            let number = String(index + 1)
            let padding = String(repeating: " ", count: max(0, String(plan.steps.count).count - number.count))
            return "\(padding)\(number)  \(line(step, label: label(step, causes)))"
        }
    }

    /// Then pruning has to name the base, as the first of its notes says.
    private var hasLeftManifest: Bool {
        if case .orphanedBase? = plan.changes.first { true } else { false }
    }

    /// What is only recorded, or only reported.
    var notes: [String] {
        folded(plan.changes.filter { !$0.needsRequest }, atMost: Self.noteLimit, noun: "more note", note)
    }

    private func folded<Item>(
        _ items: [Item],
        atMost limit: Int,
        noun: String,
        _ line: (Item) -> String
    ) -> [String] {
        guard detail != .whole, items.count > limit else { return items.map(line) }
        let rest = items.count - limit
        return items.prefix(limit).map(line) + ["… \(rest.of(noun)) (--verbose lists all)"]
    }

    /// Says what others have changed since the last apply; what the manifest changes goes without saying.
    private func label(_ step: Step, _ causes: [EnvironmentKey: Cause]) -> String {
        switch step {
        case .attach(let targets):
            let outside = targets.filter { causes[$0.key] != .pending }.map(\.address.environment)
            guard !outside.isEmpty else { return "" }
            return outside.count == targets.count
                ? "  (changed outside)" : "  (changed outside: \(outside.listed))"
        case .setAttribute: return (attributeCause ?? .pending).planLabel
        case .setValues(let target, _, _, _), .detach(let target, _):
            return (causes[target.key] ?? .pending).planLabel
        case .removeAttribute: return ""
        }
    }

    private var attributeCause: Cause? {
        for case .setAttribute(_, _, let cause) in plan.changes { return cause }
        return nil
    }

    private var causes: [EnvironmentKey: Cause] {
        plan.changes.reduce(into: [:]) { causes, change in
            switch change {
            case .attach(let target, _, let cause), .setValues(let target, _, _, let cause):
                causes[target.key] = cause
            default: break
            }
        }
    }

    private func line(_ step: Step, label: String) -> String {
        let text = "\(step.symbol) \(step.method.padded(to: 6)) \(detail(step))\(label)"
        switch step.symbol {
        case "+": return style.green(text)
        case "-": return style.red(text)
        default: return style.yellow(text)
        }
    }

    private func detail(_ step: Step) -> String {
        guard case .setValues(let target, let from, let to, purpose: .final) = step, !from.isEmpty,
            target.id != nil
        else { return step.words }
        let added = to.without(from)
        let removed = from.without(to)
        let parts = [
            added.isEmpty ? nil : "add \(added.listed)", removed.isEmpty ? nil : "drop \(removed.listed)",
        ]
        return "\(target.address.environment): " + parts.compactMap(\.self).joined(separator: ", ")
    }

    private func note(_ change: Change) -> String {
        switch change {
        case .adopt(let target, let values):
            "adopt \(target.address.environment) (\(values.listed)): it is in Omni already, no request"
        case .orphaned(let target, let values):
            "orphaned \(target.address.environment) (\(values.listed)): no longer in the manifest"
                + (hasLeftManifest ? "" : "; --prune detaches it")
        case .orphanedAttribute(let attribute):
            "orphaned user attribute \(attribute.name): no longer in the manifest"
                + (hasLeftManifest ? "" : "; --prune removes it")
        case .orphanedBase(let label):
            "orphaned base connection \(label.printable): no longer in the manifest; "
                + "to detach what it has: \(change.pruningCommand ?? "")"
        case .protect(let target):
            target.isProtected
                ? "protect \(target.address.environment): recorded by the next apply, no request"
                : "unprotect \(target.address.environment): the next apply lifts its protection, no request"
        case .gone(let target):
            "gone \(target.address.environment): neither in the manifest nor in Omni any more"
        case .unmanaged(let key, let id, let values):
            "unmanaged environment \(id) of the connection \(key.connection) (\(values.listed)): left alone"
        case .attach, .setValues, .detach, .setAttribute, .removeAttribute: ""
        }
    }
}

extension Step {
    fileprivate var symbol: String {
        switch self {
        case .attach: "+"
        case .setValues(let target, _, _, _): target.id == nil ? "+" : "~"
        case .setAttribute, .removeAttribute: "~"
        case .detach: "-"
        }
    }
}

extension Change {
    /// What detaches the environments of a base that has left the manifest.
    var pruningCommand: String? {
        guard case .orphanedBase(let label) = self else { return nil }
        return PlanFailure.pruningCommand(label)
    }
}

extension Cause {
    fileprivate var planLabel: String { self == .pending ? "" : label }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
