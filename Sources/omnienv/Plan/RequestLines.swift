import Diagnostics
import OmniModel
import Planning

/// The requests of one base in their order, and what the plan leaves alone.
struct RequestLines {
    private static let noteLimit = 5
    private let plan: BasePlan
    private let style: Style
    private let isFolded: Bool
    private let showsIDs: Bool

    /// - Parameter showsIDs: names what is written to by its id too, where only the state knows it.
    init(_ plan: BasePlan, style: Style, isFolded: Bool, showsIDs: Bool = false) {
        self.showsIDs = showsIDs
        self.plan = plan
        self.style = style
        self.isFolded = isFolded
    }

    /// How many there are, in one line; what is detached is named all the same.
    var count: TerminalText? {
        plan.steps.isEmpty ? nil : "  \(countWords) (--verbose lists all)"
    }

    /// The whole base in one line.
    var sum: TerminalText? {
        let count = noted.count
        let parts: [TerminalText?] = [
            plan.steps.isEmpty ? nil : countWords, outside == 0 ? nil : "\(outside) changed outside",
            count == 0 ? nil : count.of("note"),
        ]
        let words = parts.compactMap(\.self).joined(separator: ", ")
        return words.isEmpty ? nil : "\(inRow: plan.label): \(words)"
    }

    private var countWords: TerminalText {
        let detached = plan.steps.compactMap { step in
            if case .detach(let target, _) = step { target.address.environment } else { nil }
        }
        let words = plan.steps.count.of("request")
        return detached.isEmpty ? words : "\(words), detaching \(detached.listed(atMost: .max))"
    }

    private var outside: Int { plan.changes.count { $0.cause?.isOutside ?? false } }

    var requests: [TerminalText] {
        let causes = causes
        return plan.steps.enumerated().map { index, step in
            let number: TerminalText = "\(index + 1)"
            let padding = String(plan.steps.count).count - number.width
            return
                "\(TerminalText(repeating: " ", count: padding))\(number)  \(line(step, label: label(step, causes)))"
        }
    }

    /// As a difference, with the sign that colours a line in front of it.
    var asDiff: [TerminalText] {
        let causes = causes
        return plan.steps.enumerated().map { index, step in
            let sign: TerminalText = step.symbol == "~" ? "!" : step.symbol
            let line: TerminalText = "\(step.method.padded(to: 6)) \(detail(step))\(id(step))"
            return "\(sign) \(index + 1)  \(line)\(label(step, causes))"
        }
    }

    /// Then pruning has to name the base, as the first of its notes says.
    private var hasLeftManifest: Bool {
        if case .orphanedBase? = plan.changes.first { true } else { false }
    }

    /// What is only recorded, or only reported.
    var notes: [TerminalText] {
        let notes = noted
        guard isFolded, notes.count > Self.noteLimit else { return notes.map(note) }
        let rest = notes.count - Self.noteLimit
        return notes.prefix(Self.noteLimit).map(note) + ["… \(rest.of("more note")) (--verbose lists all)"]
    }

    /// Protection belongs to the routing.
    private var noted: [Change] {
        plan.changes.filter { change in
            if case .protect = change { false } else { !change.needsRequest }
        }
    }

    /// Says what others have changed since the last apply; what the manifest changes goes without saying.
    private func label(_ step: Step, _ causes: [EnvironmentKey: Cause]) -> TerminalText {
        switch step {
        case .attach(let targets):
            let outside = targets.filter { causes[$0.key]?.isOutside ?? false }.map(\.address.environment)
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

    private func line(_ step: Step, label: TerminalText) -> TerminalText {
        let text: TerminalText =
            "\(step.symbol) \(step.method.padded(to: 6)) \(detail(step))\(id(step))\(label)"
        switch step.symbol {
        case "+": return style.green(text)
        case "-": return style.red(text)
        default: return style.yellow(text)
        }
    }

    private func detail(_ step: Step) -> TerminalText {
        guard case .setValues(let target, let from, let to, purpose: .final) = step, !from.isEmpty,
            target.id != nil
        else { return step.words + alike(step) }
        let added = to.without(from)
        let removed = from.without(to)
        let parts: [TerminalText?] = [
            added.isEmpty ? nil : "add \(added.listed)", removed.isEmpty ? nil : "drop \(removed.listed)",
        ]
        return "\(inRow: target.address.environment): " + parts.compactMap(\.self).joined(separator: ", ")
    }

    /// The connections behind labels that do not say them alone.
    private func alike(_ step: Step) -> TerminalText {
        let targets: [EnvironmentTarget] =
            switch step {
            case .attach(let targets): targets
            case .setValues(let target, _, _, _), .detach(let target, _): [target]
            case .setAttribute, .removeAttribute: []
            }
        let names = targets.map(\.key.connection).filter(plan.ambiguous.contains).map(plan.name)
        return names.isEmpty ? "" : " (\(names.listed))"
    }

    private func id(_ step: Step) -> TerminalText {
        switch step {
        case .setValues(let target, _, _, _), .detach(let target, _):
            showsIDs ? target.id.map { "  (id \($0))" } ?? "" : ""
        case .attach, .setAttribute, .removeAttribute: ""
        }
    }

    private func pruning(_ verb: TerminalText) -> TerminalText {
        hasLeftManifest ? "" : "; --prune \(verb) it"
    }

    private func note(_ change: Change) -> TerminalText {
        switch change {
        case .adopt(let target, let values):
            "adopt \(inRow: target.address.environment) (\(values.listed)): it is in Omni already, no request"
        case .orphaned(let target, let values):
            "orphaned \(inRow: target.address.environment) (\(values.listed)): no longer in the manifest\(pruning("detaches"))"
        case .orphanedAttribute(let attribute):
            "orphaned user attribute \(attribute.name): no longer in the manifest\(pruning("removes"))"
        case .orphanedBase(let label):
            """
            orphaned base connection \(inRow: label): no longer in the manifest; to detach what it has: \
            \(change.pruningCommand ?? "")
            """
        case .gone(let target):
            "gone \(inRow: target.address.environment): neither in the manifest nor in Omni any more"
        case .unmanaged(let key, let id, let values):
            "unmanaged environment \(id) of the connection \(key.connection.named(plan.names)), with \(values.listed): left alone"
        case .attach, .setValues, .detach, .setAttribute, .removeAttribute, .protect: ""
        }
    }
}

extension Step {
    fileprivate var symbol: TerminalText {
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
    var pruningCommand: TerminalText? {
        guard case .orphanedBase(let label) = self else { return nil }
        return PlanFailure.pruningCommand(label)
    }
}

extension Cause {
    fileprivate var planLabel: TerminalText { self == .pending ? "" : label }

    /// Whether somebody else had a part in it.
    fileprivate var isOutside: Bool { self == .drift || self == .both }
}

/// What a change of the base's user attribute does to everyone's routing.
struct AttributeLines {
    private let plan: BasePlan
    private let style: Style

    init(_ plan: BasePlan, style: Style) {
        self.plan = plan
        self.style = style
    }

    /// Everyone falls back.
    var removals: [TerminalText] {
        plan.changes.compactMap { change in
            guard case .removeAttribute(let old) = change else { return nil }
            return style.red(
                "everyone: by the user attribute \(inRow: old.name) → base, falls back to the base connection"
            )
        }
    }

    /// Everyone is looked up in another way.
    var settings: [TerminalText] { changed + (plan.routing.lookup.map { [line($0)] } ?? []) }

    /// Every listed value is named, whatever the length.
    private func line(_ lookup: LookupChange) -> TerminalText {
        let way: TerminalText =
            lookup.to.map { "looked up by \($0)" } ?? "looked up by no user attribute any more"
        return style.yellow("\(lookup.values.listed(atMost: .max)): \(way)")
    }

    private var changed: [TerminalText] {
        plan.changes.compactMap { change in
            switch change {
            case .setAttribute(from: .none, let new, _):
                style.yellow(
                    "everyone: base → by the user attribute \(inRow: new.name), set for the first time"
                )
            case .setAttribute(from: .set(let old), let new, _)
            where ExactText(old.name) != ExactText(new.name):
                style.yellow(
                    "everyone: by the user attribute \(inRow: old.name) → by \(inRow: new.name)"
                )
            case .setAttribute(_, let new, _):
                "user attribute \(new.name), default values \(new.defaultValues.listed(atMost: .max))"
            default: nil
            }
        }
    }
}
