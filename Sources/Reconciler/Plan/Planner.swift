import OmniAPI

/// Compares what the manifest wants with what there is, and says what to do about it. Pure: it reads no clock and no
/// file, asks nothing of Omni and prints nothing, so that `plan` and `apply` cannot differ. Design, sections 4 and 5.
package enum Planner {
    /// - Parameters:
    ///   - state: `nil` when there is no state file yet.
    ///   - observation: with `offline` or `noListEndpoint`, the state stands in for Omni's list.
    package static func plan(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions = PlanOptions()
    ) throws(PlanFailure) -> Plan {
        let comparison = try Comparison(manifest, state: state, observation: observation, options: options)
        let bases = Array(comparison.bases)
        let refused = bases.flatMap(comparison.refusals)
        guard refused.isEmpty else { throw .invalid(refused) }
        return try assemble(
            bases,
            basis: observation.basis,
            records: comparison.records,
            options: options
        )
    }

    /// The differences alone, without the steps that carry them out.
    /// - Parameter plan: an earlier one with the same options, of the same environments: where it was confined to some,
    ///   these alone are compared.
    package static func changes(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions,
        after plan: Plan
    ) throws(PlanFailure) -> [Change] {
        try Comparison(
            manifest,
            state: state,
            observation: observation,
            options: options,
            groups: plan.groups(options)
        ).bases.flatMap(\.changes)
    }

    private static func assemble(
        _ comparisons: [BaseComparison],
        basis: Plan.Basis,
        records: [StateRecord],
        options: PlanOptions
    ) throws(PlanFailure) -> Plan {
        let held = comparisons.flatMap(\.heldValues)
        guard held.isEmpty else { throw .valuesHeld(held) }
        var bases: [BasePlan] = []
        var refusals: [Refusal] = []
        for comparison in comparisons {
            let arrangement = StepArrangement(comparison)
            let base = comparison.plan(arrangement)
            let cycle = arrangement.protectedCycle
            refusals += Guards.refusals(comparison, base, protectedCycle: cycle, options)
            bases.append(base)
        }
        return Plan(
            basis: basis,
            bases: bases,
            refusals: refusals + Guards.massDetach(comparisons, options),
            records: records + comparisons.flatMap(\.records)
        )
    }

    /// - Parameter bases: whether only bases can be named.
    static func checkTargets(
        _ targets: [String],
        manifest: Manifest,
        state: State?,
        bases onlyBases: Bool = false
    ) throws(PlanFailure) {
        guard !targets.isEmpty else { return }
        let bases = Set(manifest.bases.map(\.label.value)).union(
            state?.environments.values.map(\.address.base) ?? []
        ).union(state?.attributes.values.map(\.base) ?? [])
        let environments = onlyBases ? [] : environments(of: manifest, state: state)
        let unknown = targets.filter { !bases.contains($0) && !environments.contains($0) }
        guard unknown.isEmpty else {
            let isAddressed = !onlyBases && unknown.contains { Address($0) != nil }
            throw .unknownTargets(unknown, known: bases.sorted() + (isAddressed ? environments.sorted() : []))
        }
    }

    private static func environments(of manifest: Manifest, state: State?) -> Set<String> {
        let named = manifest.bases.flatMap { base in
            base.environments.map { Address(base: base.label.value, environment: $0.label.value) }
        }
        return Set((named + (state?.environments.values.map(\.address) ?? [])).map(\.description))
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
