import Diagnostics
import Manifest
import OmniModel

extension BaseComparison {
    /// Which environments hold which value of the base now, in the order of their connections.
    var holders: [AttributeValue: [ConnectionID]] {
        var holders: [AttributeValue: [ConnectionID]] = [:]
        for (connection, environment) in currentEnvironments.sorted(by: { $0.key < $1.key }) {
            for value in environment.values { holders[value, default: []].append(connection) }
        }
        return holders
    }

    /// Wanted values that a holder has which the plan does not write: an environment that is unmanaged, or orphaned and
    /// not pruned, or the base with its default values.
    var heldValues: [PlanProblem] {
        guard writes.contains(where: { !$0.to.isEmpty }) || attributeWrite != nil else { return [] }
        let holders = holders
        let written = Set(writes.compactMap(\.target?.key.connection))
        let held = { (value: Located<AttributeValue>, owner: ConnectionID?) -> PlanProblem? in
            let other = holders[value.value]?.first { $0 != owner && !written.contains($0) }
            return other.map { PlanProblem(valueHeld(value.value, by: $0), at: value.range) }
        }
        let defaults = attributeWrite == nil ? [] : base.defaultValues
        return base.environments.flatMap { environment in
            environment.values.compactMap { held($0, environment.connection.value) }
        } + defaults.compactMap { held($0, nil) } + heldByBase + heldByTwins
    }

    /// Values that a write of the plan would add while a further environment of some pair has them, which is left alone.
    private var heldByTwins: [PlanProblem] {
        guard !twins.isEmpty else { return [] }
        let holders = Dictionary(
            twins.flatMap { twin in twin.environment.values.map { ($0, twin.connection) } }
        ) {
            first,
            _ in first
        }
        return addedValues.compactMap { value in
            holders[value.value].map {
                PlanProblem(.valueHeld(value.value, by: $0, address: nil), at: value.range)
            }
        }
    }

    /// Values that a write of the plan would add to an environment while they are live default values and the plan
    /// leaves these alone.
    private var heldByBase: [PlanProblem] {
        guard attributeWrite == nil, case .set(let attribute) = currentAttribute else { return [] }
        let defaults = Set(attribute.defaultValues)
        guard !defaults.isEmpty else { return [] }
        return addedValues.filter { defaults.contains($0.value) }
            .map { PlanProblem(.heldByBase($0.value, attribute: attribute.name), at: $0.range) }
    }

    /// Values that a write of the plan brings to an environment which does not have them, where the manifest lists them.
    private var addedValues: [Located<AttributeValue>] {
        let writes = Dictionary(writes.map { ($0.target?.key.connection, $0) }) { first, _ in first }
        return base.environments.flatMap { environment in
            guard let write = writes[environment.connection.value] else { return [Located<AttributeValue>]() }
            let added = Set(write.to.without(write.from))
            return environment.values.filter { added.contains($0.value) }
        }
    }

    private func valueHeld(_ value: AttributeValue, by holder: ConnectionID) -> PlanProblem.Kind {
        .valueHeld(value, by: holder, address: recordedAddress(of: holder))
    }

    private func recordedAddress(of connection: ConnectionID) -> Address? {
        changes.firstNonNil { change in
            guard case .orphaned(let target, _) = change, target.key.connection == connection else {
                return nil
            }
            return target.address
        }
    }
}

extension Sequence {
    fileprivate func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
        for element in self {
            if let result = transform(element) { return result }
        }
        return nil
    }
}
