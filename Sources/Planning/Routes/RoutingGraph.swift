import Manifest
package import OmniModel

/// The routing of bases as boxes and arrows: every environment of a small manifest, and the rest in one box of a
/// large one. What a plan changes is drawn before what it leaves alone.
package struct RoutingGraph: Sendable {
    /// What the plan does to a box or a value.
    package enum Mark: Sendable, Hashable, CaseIterable {
        case added, changed, removed
    }

    /// A value of an environment, with its mark; nil for one that stays.
    package struct Value: Sendable, Hashable {
        package let value: AttributeValue
        package let mark: Mark?
    }

    /// A box of its own: an environment, its values before and after the plan, and what becomes of it.
    package struct Environment: Sendable, Hashable {
        package let label: String
        package let connection: String
        package let values: [Value]
        package let mark: Mark?
    }

    /// A base with as many boxes as there is room for, those that the plan changes first.
    package struct Base: Sendable {
        package let label: String
        package let connection: String
        package let selector: RoutedBase.Selector
        package let environments: [Environment]
        /// How many environments share the last box, and how many values they have.
        package let foldedEnvironments: Int
        package let foldedValues: Int
    }

    /// So many environments, over all bases, have a box of their own.
    static let environmentLimit = 24
    static let baseLimit = 12

    /// Those that the plan changes first, else in the order given.
    package let bases: [Base]
    /// Bases that are not drawn at all.
    package let foldedBases: Int

    /// - Parameter plans: what is to become of the bases, if that shall be marked.
    package init(_ bases: [RoutedBase], plans: [BasePlan] = []) {
        let plans = Dictionary(plans.map { ($0.label, $0) }) { first, _ in first }
        let changing = bases.filter { plans[$0.label]?.steps.isEmpty == false }
        let drawn = (changing + bases.filter { plans[$0.label]?.steps.isEmpty != false }).prefix(
            Self.baseLimit
        )
        let limit = max(2, Self.environmentLimit / max(1, drawn.count))
        self.bases = drawn.map { Base($0, plan: plans[$0.label], limit: limit) }
        foldedBases = bases.count - drawn.count
    }
}

extension RoutingGraph.Base {
    fileprivate init(_ base: RoutedBase, plan: BasePlan?, limit: Int) {
        let environments = RoutingGraph.Environment.all(of: base, plan: plan)
        let sorted = environments.filter { $0.mark != nil } + environments.filter { $0.mark == nil }
        let drawn = sorted.count <= limit ? sorted[...] : sorted.prefix(limit - 1)
        let rest = sorted.dropFirst(drawn.count)
        label = base.label
        connection = base.connection.text
        selector = base.selector
        self.environments = Array(drawn)
        foldedEnvironments = rest.count
        foldedValues = rest.reduce(0) { $0 + $1.values.count }
    }
}

extension RoutingGraph.Environment {
    /// The environments of a base, with those that a plan attaches, and each with what the plan makes of it.
    static func all(of base: RoutedBase, plan: BasePlan?) -> [Self] {
        let changes = changes(plan)
        let present = base.environments.map { environment in
            environment.connection.id.flatMap { changes[$0] }.map { Self(environment, $0) }
                ?? Self(environment)
        }
        return present + attached(plan)
    }

    private static func changes(_ plan: BasePlan?) -> [ConnectionID: Change] {
        (plan?.changes ?? []).reduce(into: [:]) { changes, change in
            switch change {
            case .setValues(let target, _, _, _), .detach(let target, _):
                changes[target.key.connection] = change
            default: break
            }
        }
    }

    private static func attached(_ plan: BasePlan?) -> [Self] {
        guard let plan else { return [] }
        return plan.changes.compactMap { change in
            guard case .attach(let target, let values, _) = change else { return nil }
            return Self(
                label: target.address.environment,
                connection: plan.name(of: target.key.connection),
                values: values.map { RoutingGraph.Value(value: $0, mark: .added) },
                mark: .added
            )
        }
    }

    private init(_ environment: RoutedBase.Environment) {
        self.init(
            label: environment.label,
            connection: environment.connection.text,
            values: environment.values.map { RoutingGraph.Value(value: $0, mark: nil) },
            mark: nil
        )
    }

    private init(_ environment: RoutedBase.Environment, _ change: Change) {
        guard case .setValues(_, let from, let to, _) = change else {
            self.init(
                label: environment.label,
                connection: environment.connection.text,
                values: environment.values.map { RoutingGraph.Value(value: $0, mark: .removed) },
                mark: .removed
            )
            return
        }
        let added = to.without(from)
        let removed = Set(from.without(to))
        let kept = from.map {
            RoutingGraph.Value(value: $0, mark: removed.contains($0) ? .removed : nil)
        }
        self.init(
            label: environment.label,
            connection: environment.connection.text,
            values: kept + added.map { RoutingGraph.Value(value: $0, mark: .added) },
            mark: .changed
        )
    }
}
