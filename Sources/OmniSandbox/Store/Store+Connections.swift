import OmniModel

extension Store {
    /// Which connections `GET /v1/connections` answers, and in which order.
    package struct ConnectionQuery: Sendable, Equatable {
        /// What the connections are ordered by; those of one text by their ids.
        package enum SortField: String, Sendable, CaseIterable {
            case name, dialect, database
        }

        /// Part of the name or the database, in upper or lower case.
        package var name: String?
        package var database: String?
        /// Empty for all.
        package var dialects: [String] = []
        /// Nil for the order of the sandbox file.
        package var sortField: SortField?
        package var isDescending = false
        package var includesDeleted = false

        package init() {}

        fileprivate func matches(_ connection: Connection) -> Bool {
            (includesDeleted || connection.deletedAt == nil)
                && Self.contains(connection.name, part: name)
                && Self.contains(connection.database, part: database)
                && (dialects.isEmpty || dialects.contains(connection.dialect))
        }

        private static func contains(_ text: String, part: String?) -> Bool {
            guard let part, !part.isEmpty else { return true }
            return text.lowercased().contains(part.lowercased())
        }
    }

    /// The connections that a query asks for, in its order.
    package func connections(matching query: ConnectionQuery) -> [Connection] {
        let found = connections.filter(query.matches)
        guard let field = query.sortField else { return found }
        let key = Self.key(of: field)
        return found.sorted { first, second in
            let one = (key(first), first.id.text)
            let other = (key(second), second.id.text)
            return query.isDescending ? one > other : one < other
        }
    }

    /// Sets or removes the attribute by which a base chooses its environments; other settings stay. No default value may
    /// be in use by an environment of the base.
    package mutating func setRouting(_ routing: RoutingAttribute?, of id: ResourceID) throws(Refusal) {
        if sharesDefaults, let routing {
            let used = routings[id]?.environmentOfValue ?? [:]
            if let taken = routing.defaultValues.first(where: { used[AttributeValue($0)] != nil }) {
                throw .valueInUse(taken)
            }
        }
        try change(id) { $0.routing = routing }
    }

    /// Deletes a connection: it stays listed as deleted, and whatever was attached to it, or it was
    /// attached to, is detached.
    package mutating func deleteConnection(_ id: ResourceID, at time: String) throws(Refusal) {
        try change(id) { $0.deletedAt = time }
        for environment in environments where environment.base == id || environment.connection == id {
            try detach(environment.id)
        }
    }

    /// Gives a connection another name, as somebody may do in Omni.
    ///
    /// - Throws: `unknownConnection` when there is none of that id, or it is deleted.
    package mutating func renameConnection(_ id: ResourceID, to name: String) throws(Refusal) {
        try change(id) { $0.name = name }
    }

    private mutating func change(_ id: ResourceID, _ edit: (inout Connection) -> Void) throws(Refusal) {
        guard let place = placeOfConnection[id], connections[place].deletedAt == nil else {
            throw .unknownConnection(id)
        }
        edit(&connections[place])
    }

    private static func key(of field: ConnectionQuery.SortField) -> (Connection) -> String {
        switch field {
        case .name: { $0.name }
        case .dialect: { $0.dialect }
        case .database: { $0.database }
        }
    }
}
