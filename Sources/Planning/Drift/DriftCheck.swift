import Diagnostics
package import Manifest
package import OmniModel

/// Compares what Omni has with what the last apply left. Pure, like the planner.
package enum DriftCheck {
    /// Compares the bases that the options reach, and the connections that they name (docs/drift.md).
    ///
    /// - Parameters:
    ///   - manifest: `nil` when there is none: then no edit is pending.
    ///   - state: `nil` when nothing was applied yet: then the manifest takes its place.
    ///   - observation: with the connections, the deleted ones among them.
    ///   - unfinished: the bases of an apply elsewhere that is under way or was cut off: the state cannot say what it
    ///     has done there meanwhile.
    ///   - options: of which the targets and `acceptsEmptyList` count.
    package static func report(
        _ manifest: Manifest?,
        state: State?,
        observation: Observation,
        unfinished: Set<ConnectionID> = [],
        options: PlanOptions = PlanOptions()
    ) throws(PlanFailure) -> DriftReport {
        let whole = manifest ?? Manifest(bases: [])
        let directory = ConnectionDirectory(observation, rememberedBy: state)
        let known = ManagedBases(whole, Recorded(state), directory, state: state)
        try known.check(options.targets, reachesLeft: true, reachesEnvironments: false)
        try observation.checkList(against: state, options)
        let state = try observation.resolvingIntents(of: state)
        let desired = try Desired(
            whole.bases.filter { options.isTarget($0.label.value) },
            with: directory
        )
        let recorded = Recorded(state)
        let current = Current(observation, state: state)
        let bases =
            desired.bases + ManagedBases(whole, recorded, directory, state: state).left(options)
        try observation.checkRows(of: bases.map(\.connection), with: recorded.connections(of: bases))
        let sides = DriftSides(
            hasManifest: manifest != nil,
            hasState: state != nil,
            unfinished: unfinished
        )
        return DriftReport(
            basis: state == nil ? .manifest : .lastApply,
            seesEnvironments: observation.basis == .omni,
            labels: bases.map(\.label),
            bases: bases.compactMap { BaseDrift($0, recorded: recorded, current: current, sides) },
            connections: observation.connections.map { connections in
                ConnectionDrift.all(
                    bases,
                    recorded: recorded,
                    names: state?.connectionNames ?? [:],
                    wanted: manifest == nil ? nil : desired.names,
                    in: connections
                )
            } ?? [],
            assertions: assertions(whole, desired, current, state, observation, directory),
            names: names(of: bases, recorded, current, directory),
            remarks: observation.remarks(
                on: Dictionary(bases.map { ($0.connection, $0.label) }) { first, _ in first },
                directory
            )
        )
    }
}

extension DriftCheck {
    private static func names(
        of bases: [Desired.Base],
        _ recorded: Recorded,
        _ current: Current,
        _ directory: ConnectionDirectory
    ) -> [ConnectionID: String] {
        let ids = recorded.connections(of: bases).union(bases.map(\.connection))
            .union(bases.flatMap { current.environments(of: $0.connection).keys })
        return ids.reduce(into: [:]) { $0[$1] = directory.name(of: $1) }
    }

    /// By the routing that Omni has now.
    private static func assertions(
        _ manifest: Manifest,
        _ desired: Desired,
        _ current: Current,
        _ state: State?,
        _ observation: Observation,
        _ directory: ConnectionDirectory
    ) -> [UnmetAssertion] {
        let asserting = manifest.bases.filter(\.assertsSomething)
        guard !asserting.isEmpty else { return [] }
        let live = RoutedBase.live(desired, current, state: state, directory)
        let routed = Dictionary(live.map { (ExactText($0.label), $0) }) { first, _ in first }
        let check = AssertionCheck(directory, userAttributes: observation.userAttributes)
        return asserting.flatMap { base in
            routed[ExactText(base.label.value)].map { check.unmet(base, in: $0) } ?? []
        }
    }
}

/// Which of the two texts that Omni is compared with are there.
struct DriftSides {
    let hasManifest: Bool
    let hasState: Bool
    let unfinished: Set<ConnectionID>
}

extension Observation {
    /// The state without unfinished creates, as far as Omni's list can tell what became of them.
    fileprivate func resolvingIntents(of state: State?) throws(PlanFailure) -> State? {
        guard listedEnvironments != nil else { return state }
        return try IntentResolution(state, observation: self).state
    }
}

extension BaseDrift {
    /// `nil` when nothing differs.
    init?(_ base: Desired.Base, recorded: Recorded, current: Current, _ sides: DriftSides) {
        label = base.label
        connection = base.connection
        attribute = AttributeDrift(base, recorded: recorded, current: current, sides)
        environments = Self.environments(base, recorded: recorded, current: current, sides)
        if attribute == nil, environments.isEmpty { return nil }
    }

    private static func environments(
        _ base: Desired.Base,
        recorded: Recorded,
        current: Current,
        _ sides: DriftSides
    ) -> [EnvironmentDrift] {
        let known = recorded.environments(of: base.connection)
        let noted = recorded.notedWrites(of: base.connection)
        let seen = recorded.unmanaged(of: base.connection)
        let listed = current.environments(of: base.connection)
        let named = base.environmentConnections
        let isManaged = !sides.hasState || !known.isEmpty || recorded.attribute(of: base.connection) != nil
        let isLeftAlone = { (connection: ConnectionID) in
            seen[connection].map { $0.values.isSameSet(as: listed[connection]?.values ?? []) } ?? false
        }
        let unknown = isManaged ? listed.keys.filter { !isLeftAlone($0) } : []
        let rest = Set(known.keys).union(unknown).subtracting(named)
        let wanted = base.environments.map { ($0.connection.value, Optional($0)) }
        return (wanted + rest.sorted().map { ($0, nil) }).compactMap { connection, environment in
            EnvironmentDrift(
                connection,
                of: base,
                environment,
                recorded: known[connection],
                listed[connection],
                sides,
                isManaged: isManaged,
                isOwn: sides.unfinished.contains(base.connection)
                    || noted[connection]?.explains(listed[connection]?.values) == true
            )
        }
    }
}

extension AttributeDrift {
    /// `nil` when it is as it was, or when neither the manifest nor an apply has to do with it.
    fileprivate init?(_ base: Desired.Base, recorded: Recorded, current: Current, _ sides: DriftSides) {
        let wanted = base.attribute
        let before = sides.hasState ? recorded.attribute(of: base.connection)?.attribute : wanted
        let reported = current.attribute(of: base.connection)
        let now = reported == .unreported ? before.map { .set($0) } ?? reported : reported
        let isDrift = before.map { !now.isSame(as: $0) } ?? false
        let isPending =
            sides.hasManifest && Self.isPending(wanted, recorded: before, current: now)
        guard isDrift || isPending else { return nil }
        let isOwn =
            sides.unfinished.contains(base.connection)
            || recorded.notedAttribute(of: base.connection)?.explains(now) == true
        cause = Cause(isPending: isPending, isDrift: isDrift, isOwn: isOwn)
        (self.wanted, self.recorded, self.current) = (wanted, before, now)
    }

    private static func isPending(
        _ wanted: EnvironmentUserAttribute?,
        recorded: EnvironmentUserAttribute?,
        current: Connection.Attribute
    ) -> Bool {
        guard let wanted else { return recorded != nil }
        return recorded.map { !$0.isSame(as: wanted) } ?? !current.isSame(as: wanted)
    }
}
