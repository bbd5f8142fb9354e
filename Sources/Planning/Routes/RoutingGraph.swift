import Manifest
package import OmniModel

/// The routing of bases as boxes and arrows: every environment of a small manifest, and the rest in one box of a
/// large one. What a plan changes is drawn before what it leaves alone.
package struct RoutingGraph: Sendable {
    /// What the plan does to a box or a value.
    package enum Mark: Sendable, Hashable, CaseIterable {
        case added, changed, removed
    }

    /// A box of its own: an environment, its values before and after the plan, and what becomes of it.
    package struct Environment: Sendable, Hashable {
        package let label: String
        package let connection: String
        package let values: [AttributeValue]
        /// Those of the values that do not stay as they are.
        package let marks: [AttributeValue: Mark]
        package let mark: Mark?
    }

    /// A base with as many boxes as there is room for, those that the plan changes first.
    package struct Base: Sendable {
        package let label: String
        package let connection: String
        package let attribute: Connection.Attribute
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
        attribute = base.attribute
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
                values: values,
                marks: Self.marks(.added, on: values),
                mark: .added
            )
        }
    }

    private init(_ environment: RoutedBase.Environment) {
        self.init(
            label: environment.label,
            connection: environment.connection.text,
            values: environment.values,
            marks: [:],
            mark: nil
        )
    }

    private init(_ environment: RoutedBase.Environment, _ change: Change) {
        guard case .setValues(_, let from, let to, _) = change else {
            self.init(
                label: environment.label,
                connection: environment.connection.text,
                values: environment.values,
                marks: Self.marks(.removed, on: environment.values),
                mark: .removed
            )
            return
        }
        let added = to.without(from)
        let removed = Self.marks(.removed, on: from.without(to))
        self.init(
            label: environment.label,
            connection: environment.connection.text,
            values: from + added,
            marks: removed.merging(Self.marks(.added, on: added)) { $1 },
            mark: .changed
        )
    }

    private static func marks(_ mark: RoutingGraph.Mark, on values: [AttributeValue])
        -> [AttributeValue: RoutingGraph.Mark]
    {
        Dictionary(values.map { ($0, mark) }) { first, _ in first }
    }
}
