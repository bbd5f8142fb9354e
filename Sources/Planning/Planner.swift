package import Manifest
package import OmniModel

/// Compares what the manifest wants with what there is, and says what to do about it. Pure: it reads no clock and no
/// file, asks nothing of Omni and prints nothing, so that `plan` and `apply` cannot differ (docs/architecture.md).
package enum Planner {
    /// The plan that brings Omni from what it has to what the manifest wants (docs/how-it-works.md). A plan that a guard
    /// refuses is returned too, with the refusals in it.
    ///
    /// - Parameters:
    ///   - instance: the Omni that the plan is for, which it only names.
    ///   - state: `nil` when there is no state file yet.
    ///   - observation: with `offline` or `noListEndpoint`, the state stands in for Omni's list.
    ///   - options: which bases are planned, whether what left the manifest is detached, and which guards do not hold.
    /// - Throws: when the manifest does not fit what Omni has, a target names nothing, values are held by environments that
    ///   the plan must not touch, or Omni's list cannot be trusted.
    package static func plan(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions = PlanOptions(),
        for instance: PlanInstance? = nil
    ) throws(PlanFailure) -> Plan {
        try checkTargets(of: options, manifest, state: state, observation: observation)
        let comparison = try Comparison(manifest, state: state, observation: observation, options: options)
        let bases = Array(comparison.bases)
        let problems = bases.flatMap(comparison.problems)
        guard problems.isEmpty else { throw .invalid(problems) }
        return try assemble(
            bases,
            basis: observation.basis,
            records: comparison.records,
            options: options,
            instance: instance,
            name: comparison.name
        )
    }

    /// The differences alone, without the steps that carry them out: what an apply has left over, and what others have done
    /// meanwhile. A target may be gone by now.
    ///
    /// - Parameter plan: an earlier one with these options, of these environments: where it was confined to some, they alone
    ///   are compared.
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
        options: PlanOptions,
        instance: PlanInstance?,
        name: (ConnectionID) -> String?
    ) throws(PlanFailure) -> Plan {
        var bases: [BasePlan] = []
        var refusals: [Refusal] = []
        var held: [PlanProblem] = []
        for comparison in comparisons {
            let arrangement = StepArrangement(comparison)
            let base = comparison.plan(arrangement, name: name)
            let cycle = arrangement.protectedCycle
            let losses = comparison.protectedLosses(arrangement.steps)
            held += comparison.heldValues.filter { !$0.isReported(by: losses) }
            refusals += Guards.refusals(comparison, base, losses: losses, protectedCycle: cycle, options)
            bases.append(base)
        }
        guard held.isEmpty else { throw .valuesHeld(held) }
        return Plan(
            instance: instance,
            basis: basis,
            lifted: LiftedGuard.all(options, comparisons),
            bases: bases,
            refusals: refusals + Guards.massDetach(comparisons, options),
            records: records + comparisons.flatMap(\.records)
        )
    }

    static func checkTargets(
        of options: PlanOptions,
        _ manifest: Manifest,
        state: State?,
        observation: Observation
    ) throws(PlanFailure) {
        guard !options.targets.isEmpty else { return }
        let directory = ConnectionDirectory(observation, state: state)
        let bases = ManagedBases(manifest, Recorded(state), directory, state: state)
        try bases.check(options.targets, reachesLeft: options.prunes, reachesEnvironments: true)
    }
}

extension Observation {
    /// A list without a single environment, where the state has some, is more likely a fault than the truth.
    func checkList(against state: State?, _ options: PlanOptions) throws(PlanFailure) {
        guard let listed = listedEnvironments, listed.isEmpty, !options.acceptsEmptyList else { return }
        guard let state, !state.environments.isEmpty else { return }
        throw .emptyList(recorded: state.environments.count)
    }
}

extension Observation {
    /// A row that cannot be used stops what it may be a part of, and nothing else.
    /// - Parameter connections: those that the bases are known to have.
    func checkRows(of bases: some Sequence<ConnectionID>, with connections: Set<ConnectionID>)
        throws(PlanFailure)
    {
        guard !oddRows.isEmpty else { return }
        for base in bases {
            if let row = oddRows.first(where: { $0.mayBe(of: base, connections: connections.contains) }) {
                throw .oddRow(lacks: row.lacks)
            }
        }
    }
}

extension Recorded {
    /// Of these bases, by the manifest or the last apply.
    func connections(of bases: [Desired.Base]) -> Set<ConnectionID> {
        bases.reduce(into: []) { connections, base in
            connections.formUnion(base.environmentConnections)
            connections.formUnion(environments(of: base.connection).keys)
        }
    }
}

extension PlanOptions {
    /// Whether what the manifest does not name is detached there. A state can be written by somebody else, so that a
    /// base which the manifest does not name either is detached only where the operator names it.
    func prunes(in base: Desired.Base) -> Bool {
        prunes && (!base.hasLeftManifest || targets.contains(base.label))
    }
}
