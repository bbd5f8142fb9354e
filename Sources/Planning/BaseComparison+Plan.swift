import Diagnostics
import Manifest
import OmniModel

extension BaseComparison {
    /// What is carried out for the base, and what is said of it: its differences, its requests and the routing that they lead to.
    ///
    /// - Parameter name: what Omni calls a connection.
    func plan(_ arrangement: StepArrangement, name: (ConnectionID) -> String?) -> BasePlan {
        let steps = arrangement.steps
        let routing = steps.isEmpty ? .none : RoutingChange(before: routingBefore, steps: steps)
        var labels = labels
        for case .orphaned(let target, _) in changes {
            labels[target.key.connection] = target.address.environment
        }
        for case .detach(let target, _) in changes {
            labels[target.key.connection] = target.address.environment
        }
        return BasePlan(
            label: base.label,
            connection: base.connection,
            isolation: base.isolation,
            changes: changes,
            steps: steps,
            routing: routing,
            holders: steps.isEmpty ? [] : routingHolders,
            labels: labels,
            names: names(of: labels, name),
            ambiguous: ambiguous(labels),
            isExact: arrangement.isExact,
            allowedFallbacks: allowedFallbacks(routing),
            group: group.map { $0.environments.sorted() }
        )
    }

    private func names(of labels: [ConnectionID: String], _ name: (ConnectionID) -> String?)
        -> [ConnectionID: String]
    {
        var names: [ConnectionID: String] = [:]
        names[base.connection] = name(base.connection)
        for connection in labels.keys { names[connection] = name(connection) }
        for case .unmanaged(let key, _, _) in changes { names[key.connection] = name(key.connection) }
        return names
    }

    /// The connections whose label is another one's too, here or at the last apply.
    private func ambiguous(_ labels: [ConnectionID: String]) -> Set<ConnectionID> {
        var owners: [ExactText: ConnectionID] = [:]
        owners.reserveCapacity(labels.count)
        var shared: Set<ExactText> = []
        let own = { (connection: ConnectionID, label: String) in
            let label = ExactText(label)
            if let owner = owners[label] {
                if owner != connection { shared.insert(label) }
            } else {
                owners[label] = connection
            }
        }
        for (connection, label) in labels { own(connection, label) }
        for (connection, recorded) in recordedEnvironments { own(connection, recorded.address.environment) }
        guard !shared.isEmpty else { return [] }
        return Set(labels.lazy.filter { shared.contains(ExactText($1)) }.map(\.key))
    }

    private var routingHolders: [Holder] {
        let base = currentAttribute.attribute.map { [Holder(.base, values: $0.defaultValues)] } ?? []
        return base
            + currentEnvironments.sorted { $0.key < $1.key }
            .map { Holder(.environment($0.key), values: $0.value.values) }
    }

    /// The manifest's exceptions from strict isolation that the plan uses.
    private func allowedFallbacks(_ routing: RoutingChange) -> [AllowedFallback] {
        guard base.isolation == .strict, !base.allowFallback.isEmpty else { return [] }
        let needed = routing.windows.map(\.value) + routing.moves.filter(\.fallsBack).map(\.value)
        let values = Set(needed)
        return base.allowFallback.filter { values.contains($0.value) }.map(AllowedFallback.init)
    }

    var routingBefore: RoutingTable<ConnectionID> {
        var table = RoutingTable<ConnectionID>(hasAttribute: currentAttribute != .none)
        // In a fixed order, as Omni may list a value in two of them.
        for (connection, environment) in currentEnvironments.sorted(by: { $0.key < $1.key }) {
            table.add(environment.values, to: connection)
        }
        for (connection, twin) in twins { table.add(twin.values, to: connection) }
        return table
    }
}
