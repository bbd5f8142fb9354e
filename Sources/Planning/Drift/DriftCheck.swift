import Diagnostics
package import Manifest
package import OmniModel

/// Compares what Omni has with what the last apply left. Pure, like the planner.
package enum DriftCheck {
    /// - Parameters:
    ///   - manifest: `nil` when there is none: then no edit is pending.
    ///   - state: `nil` when nothing was applied yet: then the manifest takes its place.
    ///   - observation: with the connections, the deleted ones among them.
    ///   - options: of which the targets and `acceptsEmptyList` count.
    package static func report(
        _ manifest: Manifest?,
        state: State?,
        observation: Observation,
        options: PlanOptions = PlanOptions()
    ) throws(PlanFailure) -> DriftReport {
        let whole = manifest ?? Manifest(bases: [])
        let directory = ConnectionDirectory(observation.connections ?? [], rememberedBy: state)
        let known = ManagedBases(whole, Recorded(state), directory, state: state)
        try known.check(options.targets, reachesLeft: true, reachesEnvironments: false)
        try observation.checkList(against: state, options)
        let state = try observation.resolvingIntents(of: state)
        let desired = try NameResolution.resolve(
            whole.bases.filter { options.isTarget($0.label.value) },
            with: directory
        )
        let recorded = Recorded(state)
        let current = Current(observation, state: state)
        let bases =
            desired.bases + ManagedBases(whole, recorded, directory, state: state).left(options)
        let sides = DriftSides(hasManifest: manifest != nil, hasState: state != nil)
        return DriftReport(
            basis: state == nil ? .manifest : .lastApply,
            seesEnvironments: observation.basis == .omni,
            bases: bases.compactMap { BaseDrift($0, recorded: recorded, current: current, sides) },
            connections: ConnectionDrift.all(
                bases,
                recorded: recorded,
                names: ConnectionNames(recorded: state?.connectionNames ?? [:], desired, sides),
                in: observation.connections ?? []
            )
        )
    }
}

/// Which of the two texts that Omni is compared with are there.
struct DriftSides {
    let hasManifest: Bool
    let hasState: Bool
}

extension Observation {
    /// The state without unfinished creates, as far as Omni's list can tell what became of them.
    fileprivate func resolvingIntents(of state: State?) throws(PlanFailure) -> State? {
        guard case .listed = self else { return state }
        return try IntentResolution(state, observation: self).state
    }
}
