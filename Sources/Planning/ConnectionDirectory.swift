package import OmniModel

/// The connections by their names: Omni's own list, or without it what earlier applies recorded.
package struct ConnectionDirectory {
    private let idsByName: [ExactText: [ConnectionID]]
    private let isOmnis: Bool
    /// Empty where Omni was not asked.
    private let listed: [ConnectionID: Connection]
    /// Whether `listed` is all that there is.
    private let isWhole: Bool

    package init(_ observation: Observation, state: State?) {
        if let connections = observation.connections {
            let present = connections.filter { !$0.isDeleted }
            idsByName = Dictionary(grouping: present) { ExactText($0.name) }.mapValues {
                $0.map(\.id).sorted()
            }
            isOmnis = true
            listed = Dictionary(connections.map { ($0.id, $0) }) { first, _ in first }
            isWhole = true
        } else {
            let names = state?.connectionNames ?? [:]
            idsByName = Dictionary(grouping: names.keys) { ExactText(names[$0] ?? "") }.mapValues {
                $0.sorted()
            }
            isOmnis = false
            listed = [:]
            isWhole = false
        }
    }

    /// For a comparison with the last apply: a name means what it meant then, whatever the connection is called by
    /// now, and one that Omni has deleted since is no mistake in the manifest.
    init(_ connections: [Connection], rememberedBy state: State?) {
        let remembered = state?.connectionNames ?? [:]
        var ids = Dictionary(grouping: connections.filter { !$0.isDeleted }) { ExactText($0.name) }
            .mapValues { $0.map(\.id).sorted() }
        for (name, keys) in Dictionary(grouping: remembered.keys, by: { ExactText(remembered[$0] ?? "") }) {
            ids[name] = keys.sorted()
        }
        idsByName = ids
        isOmnis = true
        listed = [:]
        isWhole = false
    }

    package func ids(named name: String) -> [ConnectionID] { idsByName[ExactText(name)] ?? [] }

    /// `nil` for one that nobody has named.
    func name(of id: ConnectionID) -> String? {
        listed[id]?.name ?? idsByName.first { $1.contains(id) }?.key.text
    }

    /// Whether Omni's own list was read and does not have the connection.
    func lacks(_ id: ConnectionID) -> Bool { isWhole && listed[id] == nil }

    /// Why nothing can be attached to a base connection.
    func refusal(ofBase id: ConnectionID) -> PlanProblem.Kind? {
        if lacks(id) { return .unknownConnection(id) }
        return listed[id]?.isDeleted == true ? .deletedConnection(id) : nil
    }

    /// Why Omni would certainly refuse to attach the connection (docs/omni-api.md, "Rules that the server enforces").
    func refusal(of connection: ConnectionID, at base: ConnectionID) -> PlanProblem.Kind? {
        guard let environment = listed[connection] else { return nil }
        if environment.isDeleted { return .deletedConnection(connection) }
        guard let own = environment.dialect, let dialect = listed[base]?.dialect, own != dialect else {
            return nil
        }
        return .otherDialect(connection, own: own, base: dialect)
    }

    func unknown(_ name: String) -> PlanProblem.Kind {
        isOmnis ? .unknownName(name, known: idsByName.keys.map(\.text).sorted()) : .unresolvedName(name)
    }
}
