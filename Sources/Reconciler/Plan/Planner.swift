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
        let differences = try compare(manifest, state: state, observation: observation, options: options)
        return try assemble(
            differences.bases,
            basis: observation.basis,
            records: differences.records,
            options: options
        )
    }

    /// The first half of a plan: what differs on each base, and what the state learns apart from that.
    static func compare(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions
    ) throws(PlanFailure) -> (bases: [BaseComparison], records: [StateRecord]) {
        try checkTargets(options.targets, manifest: manifest, state: state)
        try observation.checkList(against: state, options)
        let intents = try IntentResolution(state, observation: observation)
        let wanted = manifest.bases.filter { options.isTarget($0.label.value) }
        let directory = ConnectionDirectory(observation, state: intents.state)
        let desired = try NameResolution.resolve(wanted, with: directory)
        let recorded = Recorded(intents.state)
        let current = Current(observation, state: intents.state)
        let comparisons = (desired.bases + recorded.orphanedBases(besides: manifest, desired, options)).map {
            base in
            BaseComparison(base, recorded: recorded, current: current, options: options)
        }
        return (comparisons, intents.records + newNames(desired.names, state: intents.state))
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
            let base = comparison.plan(steps: arrangement.steps)
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

    private static func newNames(_ names: [ConnectionID: String], state: State?) -> [StateRecord] {
        names.sorted { $0.key < $1.key }
            .filter { id, name in state?.connectionNames[id].map(ExactText.init) != ExactText(name) }
            .map { .connectionName($0.key, $0.value) }
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
