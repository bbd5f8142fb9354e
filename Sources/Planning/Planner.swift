import Diagnostics
package import Manifest
package import OmniModel

/// Compares what the manifest wants with what there is, and says what to do about it. Pure: it reads no clock and no
/// file, asks nothing of Omni and prints nothing, so that `plan` and `apply` cannot differ. Design, sections 4 and 5.
package enum Planner {
    /// - Parameters:
    ///   - instance: the Omni that the plan is for, which it only names.
    ///   - state: `nil` when there is no state file yet.
    ///   - observation: with `offline` or `noListEndpoint`, the state stands in for Omni's list.
    package static func plan(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions = PlanOptions(),
        for instance: PlanInstance? = nil
    ) throws(PlanFailure) -> Plan {
        let comparison = try Comparison(manifest, state: state, observation: observation, options: options)
        let bases = Array(comparison.bases)
        let refused = bases.flatMap(comparison.refusals)
        guard refused.isEmpty else { throw .invalid(refused) }
        return try assemble(
            bases,
            basis: observation.basis,
            records: comparison.records,
            options: options,
            instance: instance
        )
    }

    /// The differences alone, without the steps that carry them out.
    package static func changes(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions
    ) throws(PlanFailure) -> [Change] {
        try Comparison(manifest, state: state, observation: observation, options: options).bases
            .flatMap(\.changes)
    }

    private static func assemble(
        _ comparisons: [BaseComparison],
        basis: Plan.Basis,
        records: [StateRecord],
        options: PlanOptions,
        instance: PlanInstance?
    ) throws(PlanFailure) -> Plan {
        let held = comparisons.flatMap(\.heldValues)
        guard held.isEmpty else { throw .valuesHeld(held) }
        var bases: [BasePlan] = []
        var refusals: [Refusal] = []
        for comparison in comparisons {
            let arrangement = StepArrangement(comparison)
            let base = comparison.plan(steps: arrangement.steps)
            let cycle = arrangement.protectedCycle
            refusals += Guards.refusals(comparison, base, protectedCycle: cycle, options)
            bases.append(base)
        }
        return Plan(
            instance: instance,
            basis: basis,
            lifted: LiftedGuard.all(options, comparisons),
            bases: bases,
            refusals: refusals + Guards.massDetach(comparisons, options),
            records: records + comparisons.flatMap(\.records)
        )
    }

    static func checkTargets(_ targets: [String], manifest: Manifest, state: State?)
        throws(PlanFailure)
    {
        guard !targets.isEmpty else { return }
        let known = Set(manifest.bases.map(\.label.value)).union(
            state?.environments.values.map(\.address.base) ?? []
        ).union(state?.attributes.values.map(\.base) ?? [])
        let unknown = targets.filter { !known.contains($0) }
        guard unknown.isEmpty else { throw .unknownTargets(unknown, known: known.sorted()) }
    }
}

extension Observation {
    /// A list without a single environment, where the state has some, is more likely a fault than the truth.
    func checkList(against state: State?, _ options: PlanOptions) throws(PlanFailure) {
        guard case .listed(let listed, _) = self, listed.isEmpty, !options.acceptsEmptyList else { return }
        guard let state, !state.environments.isEmpty else { return }
        throw .emptyList(recorded: state.environments.count)
    }
}

extension PlanOptions {
    /// Whether a base of that label is planned.
    package func isTarget(_ base: String) -> Bool { targets.isEmpty || targets.contains(base) }
}
