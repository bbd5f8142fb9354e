import Diagnostics
import OmniModel

extension BaseComparison {
    /// Who holds which value of the base now.
    var holders: [ExactText: ConnectionID] {
        var holders: [ExactText: ConnectionID] = [:]
        for (connection, environment) in currentEnvironments {
            for value in environment.values { holders[ExactText(value)] = connection }
        }
        return holders
    }

    /// Wanted values that an environment holds which the plan does not write: unmanaged, or orphaned and not pruned.
    var heldValues: [PlanProblem] {
        guard writes.contains(where: { !$0.to.isEmpty }) else { return [] }
        let holders = holders
        let written = Set(writes.map(\.target.key.connection))
        return base.environments.flatMap { environment in
            environment.values.compactMap { value -> PlanProblem? in
                guard let holder = holders[ExactText(value.value)], holder != environment.key.connection,
                    !written.contains(holder)
                else { return nil }
                let kind = PlanProblem.Kind.valueHeld(
                    value.value,
                    by: holder,
                    address: recordedAddress(of: holder)
                )
                return PlanProblem(kind, at: value.range)
            }
        }
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
