import Diagnostics
import OmniModel
import Planning

/// What a change of the base's user attribute does to everyone's routing.
struct AttributeLines {
    private let plan: BasePlan
    private let style: Style

    init(_ plan: BasePlan, style: Style) {
        self.plan = plan
        self.style = style
    }

    /// Everyone falls back.
    var removals: [String] {
        plan.changes.compactMap { change in
            guard case .removeAttribute(let old) = change else { return nil }
            return style.red(
                "everyone: by the user attribute \(old.name.printable) → base, falls back to the base connection"
            )
        }
    }

    /// Everyone is looked up in another way.
    var settings: [String] { changed + (plan.routing.lookup.map { [line($0)] } ?? []) }

    /// Every listed value is named, whatever the length.
    private func line(_ lookup: LookupChange) -> String {
        let way =
            lookup.to.map { "looked up by \($0.printable)" } ?? "looked up by no user attribute any more"
        return style.yellow("\(lookup.values.listed(atMost: .max)): \(way)")
    }

    private var changed: [String] {
        plan.changes.compactMap { change in
            switch change {
            case .setAttribute(from: .none, let new, _):
                style.yellow(
                    "everyone: base → by the user attribute \(new.name.printable), set for the first time"
                )
            case .setAttribute(from: .set(let old), let new, _)
            where ExactText(old.name) != ExactText(new.name):
                style.yellow(
                    "everyone: by the user attribute \(old.name.printable) → by \(new.name.printable)"
                )
            case .setAttribute(_, let new, _):
                "user attribute \(new.name.printable), default values \(new.defaultValues.listed(atMost: .max))"
            default: nil
            }
        }
    }
}
