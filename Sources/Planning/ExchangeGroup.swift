import Diagnostics
package import Manifest
package import OmniModel

/// The part of a base that a target names: an environment, and whatever holder exchanges values with one of the group.
struct ExchangeGroup {
    var environments: Set<ConnectionID>
    /// Whether default values of the base are among what is exchanged.
    var hasBase: Bool
}

extension Plan {
    /// What was planned of each base that the options confine to some of its environments.
    func groups(_ options: PlanOptions) -> [ConnectionID: ExchangeGroup] {
        bases.filter { options.environments(of: $0.label) != nil }.reduce(into: [:]) { groups, base in
            groups[base.connection] = ExchangeGroup(
                environments: Set(base.group ?? []),
                hasBase: base.changes.contains { if case .setAttribute = $0 { true } else { false } }
            )
        }
    }

    /// Whether an expectation about a value that has to reach an environment of that label concerns what was planned:
    /// always, unless the base was confined to a group that neither holds the value nor is to.
    package func concerns(_ expectation: Expectation) -> Bool {
        guard let base = bases.first(where: { $0.label == expectation.base.value }), let group = base.group
        else {
            return true
        }
        let value = expectation.value.value
        let isMember = group.contains { base.isMeant($0, by: expectation.target.value) }
        return isMember || base.changes.contains { $0.values.contains(value) }
    }
}

extension BasePlan {
    /// Whether a target of an expectation means the environment of the connection.
    fileprivate func isMeant(_ connection: ConnectionID, by target: RouteTarget) -> Bool {
        switch target {
        case .base: false
        case .label(let label): labels[connection].map { ExactText($0) == ExactText(label) } ?? false
        case .connection(let reference):
            KnownConnection(id: connection, name: names[connection]).isMeant(by: reference) ?? false
        }
    }
}

extension Change {
    /// `nil` for a change of the attribute.
    package var connection: ConnectionID? {
        switch self {
        case .attach(let target, _, _), .adopt(let target, _), .setValues(let target, _, _, _),
            .detach(let target, _), .protect(let target), .orphaned(let target, _), .gone(let target):
            target.key.connection
        case .unmanaged(let key, _, _): key.connection
        case .setAttribute, .removeAttribute, .orphanedAttribute, .orphanedBase: nil
        }
    }

    /// The values that it is about, before and after.
    fileprivate var values: [AttributeValue] {
        switch self {
        case .attach(_, let values, _), .adopt(_, let values), .detach(_, let values),
            .orphaned(_, let values),
            .unmanaged(_, _, let values):
            values
        case .setValues(_, let from, let to, _): from + to
        case .setAttribute(let from, let to, _): (from.attribute?.defaultValues ?? []) + to.defaultValues
        case .removeAttribute, .orphanedAttribute, .orphanedBase, .protect, .gone: []
        }
    }
}

// MARK: - Confining a comparison
extension BaseComparison {
    /// The environments of these labels, every holder that frees a value which one of the group acquires, and every one
    /// that acquires a value which one of the group frees.
    func group(of labels: [String]) -> ExchangeGroup {
        var group = ExchangeGroup(environments: connections(labeled: labels), hasBase: false)
        let moves = ValueMoves(self.withLiveAttribute)
        var isMember = moves.writes.map {
            $0.target.map { group.environments.contains($0.key.connection) } ?? false
        }
        var open = isMember.indices.filter { isMember[$0] }
        while let holder = open.popLast() {
            for arrow in moves.graph.destinations[holder] + moves.graph.sources[holder]
            where !isMember[arrow.other] {
                isMember[arrow.other] = true
                open.append(arrow.other)
            }
        }
        for (write, isMember) in zip(moves.writes, isMember) where isMember {
            if let target = write.target {
                group.environments.insert(target.key.connection)
            } else {
                group.hasBase = true
            }
        }
        return group
    }

    /// The manifest's labels first: one that the state has too may stand for another connection by now.
    private func connections(labeled names: [String]) -> Set<ConnectionID> {
        let names = Set(names.map(ExactText.init))
        let named = labels.filter { names.contains(ExactText($0.value)) }
        let known = Set(named.values.map(ExactText.init))
        let left = recordedEnvironments.filter { connection, recorded in
            let label = ExactText(recorded.address.environment)
            return labels[connection] == nil && names.contains(label) && !known.contains(label)
        }
        return Set(named.keys).union(left.keys)
    }
}
