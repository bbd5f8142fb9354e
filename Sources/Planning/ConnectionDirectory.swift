package import Manifest
package import OmniModel

/// The connections by their names: as Omni has them, or where nobody could read these, as earlier applies recorded them.
package struct ConnectionDirectory {
    /// What a name that fits no connection shows.
    private enum Reach {
        /// That there is none of that name.
        case whole
        /// Nothing: the token may not list the connections.
        case partial
        /// Nothing: Omni was not asked.
        case offline
    }

    private let idsByName: [ExactText: [ConnectionID]]
    private let remembered: [ConnectionID: String]
    private let reach: Reach
    /// Empty where they could not be read.
    private let listed: [ConnectionID: Connection]
    /// Whether a connection that is not in `listed` does not exist.
    private let isAuthority: Bool

    package init(_ observation: Observation, state: State?) {
        remembered = state?.connectionNames ?? [:]
        reach = Self.reach(of: observation)
        isAuthority = observation.connections != nil
        listed = Dictionary((observation.connections ?? []).map { ($0.id, $0) }) { first, _ in first }
        idsByName = observation.connections.map(Self.ids) ?? Self.ids(remembered)
    }

    /// For a comparison with the last apply: a name means what it meant then, whatever the connection is called by
    /// now, and one that Omni has deleted since is no mistake in the manifest.
    init(_ observation: Observation, rememberedBy state: State?) {
        remembered = state?.connectionNames ?? [:]
        reach = Self.reach(of: observation)
        isAuthority = false
        listed = Dictionary((observation.connections ?? []).map { ($0.id, $0) }) { first, _ in first }
        idsByName = Self.ids(observation.connections ?? []).merging(Self.ids(remembered)) { $1 }
    }

    private static func reach(of observation: Observation) -> Reach {
        if case .notAsked = observation.environments { return .offline }
        return observation.connections != nil && observation.hasAllConnections ? .whole : .partial
    }

    private static func ids(_ connections: [Connection]) -> [ExactText: [ConnectionID]] {
        Dictionary(grouping: connections.filter { !$0.isDeleted }) { ExactText($0.name) }
            .mapValues { $0.map(\.id).sorted() }
    }

    private static func ids(_ names: [ConnectionID: String]) -> [ExactText: [ConnectionID]] {
        Dictionary(grouping: names) { ExactText($0.value) }.mapValues { $0.map(\.key).sorted() }
    }

    /// The connections of a name, in the order of their ids: none where nobody has it or it could not be read, several where
    /// Omni has it several times.
    package func ids(named name: String) -> [ConnectionID] { idsByName[ExactText(name)] ?? [] }

    /// What Omni calls the connection, or where it could not be read, the last apply did; nil where nobody knows.
    func name(of id: ConnectionID) -> String? { listed[id]?.name ?? remembered[id] }

    /// The connection of an id, with its name where anybody knows that.
    package func known(_ id: ConnectionID) -> KnownConnection { KnownConnection(id: id, name: name(of: id)) }

    /// The connection that a reference means, with the id too where only one connection has its name.
    func known(_ reference: ConnectionReference) -> KnownConnection {
        switch reference {
        case .id(let id): return known(id)
        case .name(let name):
            let ids = ids(named: name)
            return KnownConnection(id: ids.count == 1 ? ids.first : nil, name: name)
        }
    }

    /// The base's attribute as Omni has it.
    func attribute(of base: ConnectionID) -> Connection.Attribute {
        listed[base]?.environmentUserAttribute ?? .unreported
    }

    /// Nil where nobody could read that.
    func allowsBranchEnvironments(at base: ConnectionID) -> Bool? { listed[base]?.allowsBranchEnvironments }

    /// Whether Omni was asked for the connection and does not have it.
    func lacks(_ id: ConnectionID) -> Bool { isAuthority && listed[id] == nil }

    /// Why nothing can be attached to a base connection.
    func problem(ofBase id: ConnectionID) -> PlanProblem.Kind? {
        if lacks(id) { return .unknownConnection(id) }
        return isAuthority && listed[id]?.isDeleted == true ? .deletedConnection(id) : nil
    }

    /// Why Omni would certainly refuse to attach the connection (docs/omni-api.md, "Rules that the server enforces").
    func problem(attaching connection: ConnectionID, to base: ConnectionID) -> PlanProblem.Kind? {
        guard isAuthority, let environment = listed[connection] else { return nil }
        if environment.isDeleted { return .deletedConnection(connection) }
        guard let own = environment.dialect, let dialect = listed[base]?.dialect, own != dialect else {
            return nil
        }
        return .otherDialect(connection, own: own, base: dialect)
    }

    /// What is wrong with a name that no connection is known to have.
    func unknown(_ name: String) -> PlanProblem.Kind {
        switch reach {
        case .whole: .unknownName(name, known: idsByName.keys.map(\.text).sorted())
        case .partial: .unreadableName(name)
        case .offline: .unresolvedName(name)
        }
    }
}

extension State {
    /// The connections that it knows, be they bases, attached to one, or once reached by a name.
    package var connectionIDs: Set<ConnectionID> {
        var ids = Set(attributes.keys).union(connectionNames.keys)
        for key in environments.keys { ids.formUnion([key.base, key.connection]) }
        return ids
    }
}
