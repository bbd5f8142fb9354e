import Diagnostics
package import Manifest
package import OmniModel

/// What looks wrong about what Omni answered, or about what it does to people, and is no reason to stop.
package enum PlanWarning: Sendable, Hashable {
    /// Omni lists environments, but none of those that the state has of this base.
    case baseVanished(base: String, recorded: Int)
    /// Environments of the base have values, and no user attribute leads to them.
    case routesNobody(base: String)
    /// The token may not read the connections, so that ids and names were taken as they are.
    case connectionsUnread
    /// The token may not read the user attributes, so that nobody has compared the manifest's with them.
    case userAttributesUnread
    /// Omni lists the value in several environments of the base, of the connections that are given.
    case sharedValue(base: String, AttributeValue, [KnownConnection])
    /// Omni lists several values as one text in the environment of the connection.
    case joinedText(base: String, KnownConnection, String)
    /// What the manifest asserts is not the case, or could not be read.
    case assertion(UnmetAssertion)
    /// The manifest lets the value fall back, and nothing in the plan needs that.
    case unneededFallback(base: String, AllowedFallback)
}

extension Observation {
    /// A warning for each base that the options reach and the state has several environments of, while Omni's list has none:
    /// permissions may have cut the list off. None for an empty list, which is refused elsewhere.
    package func vanishedBases(since state: State?, _ options: PlanOptions) -> [PlanWarning] {
        guard let listed = listedEnvironments, let state, !listed.isEmpty else { return [] }
        let present = Set(listed.map(\.base))
        let recorded = Dictionary(grouping: state.environments, by: \.key.base)
        return recorded.sorted { $0.key < $1.key }.compactMap { base, environments in
            // A single environment that is gone is told of anyway.
            guard environments.count > 1, !present.contains(base) else { return nil }
            let label = environments.map(\.value.address.base).firstInOrder ?? base.text
            guard options.isTarget(label) else { return nil }
            return .baseVanished(base: label, recorded: environments.count)
        }
    }
}

extension Planner {
    /// What to say beside a plan of this manifest, state and observation. Whether a base has a user attribute is
    /// known only where the connections were read.
    package static func warnings(
        _ manifest: Manifest,
        plan: Plan,
        state: State?,
        observation: Observation,
        options: PlanOptions
    ) -> [PlanWarning] {
        let attributes = Dictionary(
            (observation.connections ?? []).map { ($0.id, $0.environmentUserAttribute) }
        ) { first, _ in first }
        let ids = Dictionary(plan.bases.map { ($0.label, $0.connection) }) { first, _ in first }
        let silent = manifest.bases.compactMap { base -> PlanWarning? in
            guard base.userAttribute == nil, base.environments.contains(where: { !$0.values.isEmpty }),
                let id = ids[base.label.value], attributes[id] == Connection.Attribute.none
            else { return nil }
            return .routesNobody(base: base.label.value)
        }
        let labels = Dictionary(plan.bases.map { ($0.connection, $0.label) }) { first, _ in first }
        return observation.vanishedBases(since: state, options) + silent
            + observation.remarks(on: labels, ConnectionDirectory(observation, state: state))
            + unread(manifest, observation) + assertions(manifest, state, observation, options)
            + unneededFallbacks(manifest, plan)
    }

    /// By the routing that the plan leads to.
    private static func assertions(
        _ manifest: Manifest,
        _ state: State?,
        _ observation: Observation,
        _ options: PlanOptions
    ) -> [PlanWarning] {
        let bases = manifest.bases.filter { $0.assertsSomething && options.isTarget($0.label.value) }
        guard !bases.isEmpty else { return [] }
        let directory = ConnectionDirectory(observation, state: state)
        let check = AssertionCheck(directory, userAttributes: observation.userAttributes)
        return bases.flatMap { check.unmet($0, in: RoutedBase($0, knownTo: directory)) }.map {
            .assertion($0)
        }
    }

    private static func unneededFallbacks(_ manifest: Manifest, _ plan: Plan) -> [PlanWarning] {
        let plans = Dictionary(plan.bases.map { ($0.label, $0) }) { first, _ in first }
        return manifest.bases.flatMap { base -> [PlanWarning] in
            guard !base.allowFallback.isEmpty, let plan = plans[base.label.value] else { return [] }
            let used = Set(plan.allowedFallbacks)
            return base.allowFallback.map(AllowedFallback.init).filter { !used.contains($0) }
                .map { .unneededFallback(base: base.label.value, $0) }
        }
    }

    private static func unread(_ manifest: Manifest, _ observation: Observation) -> [PlanWarning] {
        if case .notAsked = observation.environments { return [] }
        return observation.unread
            + (manifest.needsUserAttributes && observation.userAttributes == nil
                ? [.userAttributesUnread] : [])
    }
}

extension Observation {
    /// A warning where the token may not read the connections, which every reading of Omni asks for.
    package var unread: [PlanWarning] {
        if case .notAsked = environments { return [] }
        return connections == nil ? [.connectionsUnread] : []
    }
}

extension Observation {
    /// What is odd about the environments that Omni lists of some bases, and is no reason to stop: values that several of
    /// them hold, and texts that stand for several values. Base by base, in the order of their ids.
    ///
    /// - Parameter labels: what the bases that count are called.
    package func remarks(on labels: [ConnectionID: String], _ directory: ConnectionDirectory) -> [PlanWarning]
    {
        let listed = (listedEnvironments ?? []).filter { labels[$0.base] != nil }
        let byBase = Dictionary(grouping: listed, by: \.base).sorted { $0.key < $1.key }
        return byBase.flatMap { base, environments -> [PlanWarning] in
            let label = labels[base] ?? base.text
            let sorted = environments.sorted { ($0.connection, $0.id.text) < ($1.connection, $1.id.text) }
            let shared = Self.shared(sorted).map { value, connections in
                PlanWarning.sharedValue(base: label, value, connections.map(directory.known))
            }
            let joined = sorted.flatMap { environment in
                environment.joinedTexts.map {
                    PlanWarning.joinedText(base: label, directory.known(environment.connection), $0)
                }
            }
            return shared + joined
        }
    }

    private static func shared(_ environments: [ConnectionEnvironment]) -> [(AttributeValue, [ConnectionID])]
    {
        var first: [AttributeValue: ConnectionID] = [:]
        var shared: [AttributeValue: [ConnectionID]] = [:]
        for environment in environments {
            for value in environment.values.distinct {
                guard let other = first.updateValue(environment.connection, forKey: value) else { continue }
                shared[value, default: [other]].append(environment.connection)
            }
        }
        return shared.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
