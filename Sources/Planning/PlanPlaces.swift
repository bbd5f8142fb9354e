import Diagnostics
package import LocatedYAML
package import Manifest
package import OmniModel

/// Where the manifest says what a plan does: a value at the line that lists it, or, where no line does any more, the
/// environment that it leaves, or the base. Nil is a place in no file, as of a base that has left the manifest.
package struct PlanPlaces: Sendable {
    private struct Base {
        let base: BaseConnection
        let environments: [ExactText: SourceRange]
        /// Each in the one environment that lists it.
        let values: [AttributeValue: SourceRange]

        init(_ base: BaseConnection) {
            self.base = base
            environments = base.environments.reduce(into: [:]) {
                $0[ExactText($1.label.value)] = $1.label.range
            }
            values = base.environments.lazy.flatMap(\.values).reduce(into: [:]) { $0[$1.value] = $1.range }
        }
    }

    private let bases: [ExactText: Base]

    package init(_ manifest: Manifest) {
        bases = manifest.bases.reduce(into: [:]) { $0[ExactText($1.label.value)] = Base($1) }
    }

    /// The line that lists the value; of one that falls back, the environment that it leaves.
    package func place(of move: RoutingMove, in plan: BasePlan) -> SourceRange? {
        move.fallsBack
            ? place(of: move.from, in: plan) : place(of: move.value, comingTo: move.to, in: plan)
    }

    /// The line that lists the value which is at the base in between.
    package func place(of window: FallbackWindow, in plan: BasePlan) -> SourceRange? {
        place(of: window.value, comingTo: .environment(window.to), in: plan)
    }

    /// Of what has left the manifest, the base.
    package func place(of change: Change, in plan: BasePlan) -> SourceRange? {
        switch change {
        case .attach(let target, _, _), .adopt(let target, _), .setValues(let target, _, _, _),
            .detach(let target, _), .protect(let target), .orphaned(let target, _), .gone(let target):
            place(of: target.address)
        case .setAttribute, .removeAttribute, .orphanedAttribute: place(ofAttributeIn: plan.label)
        case .orphanedBase, .unmanaged: place(ofBase: plan.label)
        }
    }

    /// The label of the environment that a value is routed to, or of the base.
    package func place(of destination: Destination, in plan: BasePlan) -> SourceRange? {
        guard case .environment(let connection) = destination else { return place(ofBase: plan.label) }
        let label = plan.labels[connection] ?? connection.text
        return place(of: Address(base: plan.label, environment: label))
    }

    /// The label of an environment, or of its base where the manifest has the environment no more.
    package func place(of address: Address) -> SourceRange? {
        bases[ExactText(address.base)]?.environments[ExactText(address.environment)]
            ?? place(ofBase: address.base)
    }

    /// The base's label, where the manifest has it.
    package func place(ofBase label: String) -> SourceRange? { bases[ExactText(label)]?.base.label.range }

    /// The name of the base's user attribute.
    package func place(ofAttributeIn label: String) -> SourceRange? {
        bases[ExactText(label)]?.base.userAttribute?.name.range ?? place(ofBase: label)
    }

    private func place(of value: AttributeValue, comingTo destination: Destination, in plan: BasePlan)
        -> SourceRange?
    {
        bases[ExactText(plan.label)]?.values[value] ?? place(of: destination, in: plan)
    }
}

extension Refusal {
    /// Where the manifest says what is refused; `nil` of what concerns it as a whole.
    package func place(in places: PlanPlaces) -> SourceRange? {
        switch self {
        case .detachesProtected(let address), .emptiesProtected(let address): places.place(of: address)
        case .takesProtected(let loss): places.place(of: loss.address)
        case .protectedCycle(let addresses): addresses.first.flatMap(places.place)
        case .fallbackWindows(let base, _), .fallBack(let base, _, _): places.place(ofBase: base)
        case .changesLookup(let base, _): places.place(ofAttributeIn: base)
        case .massDetach: nil
        }
    }
}
