import OmniAPI

/// The connections by their names: Omni's own list, or without it what earlier applies recorded.
struct ConnectionDirectory {
    private let idsByName: [ExactText: [ConnectionID]]
    private let isOmnis: Bool
    private let known: Set<ConnectionID>

    init(_ observation: Observation, state: State?) {
        if let connections = observation.connections {
            let present = connections.filter { !$0.isDeleted }
            idsByName = Dictionary(grouping: present) { ExactText($0.name) }.mapValues {
                $0.map(\.id).sorted()
            }
            isOmnis = true
            known = Set(present.map(\.id))
        } else {
            let names = state?.connectionNames ?? [:]
            idsByName = Dictionary(grouping: names.keys) { ExactText(names[$0] ?? "") }.mapValues {
                $0.sorted()
            }
            isOmnis = false
            known = []
        }
    }

    func ids(named name: String) -> [ConnectionID] { idsByName[ExactText(name)] ?? [] }

    /// Whether Omni's own list was read and does not have the connection.
    func lacks(_ id: ConnectionID) -> Bool { isOmnis && !known.contains(id) }

    func unknown(_ name: String) -> PlanProblem.Kind {
        isOmnis ? .unknownName(name, known: idsByName.keys.map(\.text).sorted()) : .unresolvedName(name)
    }
}
