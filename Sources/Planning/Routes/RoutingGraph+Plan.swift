import Manifest
import OmniModel

extension RoutingGraph.Environment {
    /// The environments of a base, with those that a plan attaches, and each with what the plan makes of it.
    static func all(of base: RoutedBase, plan: BasePlan?) -> [Self] {
        let changes = changes(plan)
        let present = base.environments.map { environment in
            environment.id.flatMap { changes[$0] }.map { Self(environment, $0) } ?? Self(environment)
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
        (plan?.changes ?? []).compactMap { change in
            guard case .attach(let target, let values, _) = change else { return nil }
            return Self(
                label: target.address.environment,
                connection: target.key.connection.text,
                values: values.map { RoutingGraph.Value(text: $0, mark: .added) },
                mark: .added
            )
        }
    }

    private init(_ environment: RoutedBase.Environment) {
        self.init(
            label: environment.label,
            connection: environment.connection,
            values: environment.values.map { RoutingGraph.Value(text: $0, mark: nil) },
            mark: nil
        )
    }

    private init(_ environment: RoutedBase.Environment, _ change: Change) {
        guard case .setValues(_, let from, let to, _) = change else {
            self.init(
                label: environment.label,
                connection: environment.connection,
                values: environment.values.map { RoutingGraph.Value(text: $0, mark: .removed) },
                mark: .removed
            )
            return
        }
        let added = ValueSets.subtract(from, from: to)
        let removed = Set(ValueSets.subtract(to, from: from).map(ExactText.init))
        let kept = from.map {
            RoutingGraph.Value(text: $0, mark: removed.contains(ExactText($0)) ? .removed : nil)
        }
        self.init(
            label: environment.label,
            connection: environment.connection,
            values: kept + added.map { RoutingGraph.Value(text: $0, mark: .added) },
            mark: .changed
        )
    }
}
