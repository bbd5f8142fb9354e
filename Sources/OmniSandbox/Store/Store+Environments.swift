import OmniModel

extension Store {
    /// Attaches connections to a base, without values: all of them or none. A connection must exist, be of
    /// the base's dialect, not be the base, not be attached to it already, and be named once.
    package mutating func attach(
        _ connections: [ResourceID],
        to baseID: ResourceID
    ) throws(Refusal) -> [Environment] {
        let base = try connection(baseID)
        let invalid = unattachable(connections, to: base)
        guard invalid.isEmpty else { throw .notAttachable(invalid) }
        return connections.map { insert($0, into: baseID, id: nil) }
    }

    /// Attaches one connection with the id it has had before, as the sandbox file may ask.
    package mutating func attach(
        _ connection: ResourceID,
        to baseID: ResourceID,
        as id: ResourceID?
    ) throws(Refusal) -> Environment {
        let base = try self.connection(baseID)
        let invalid = unattachable([connection], to: base)
        guard invalid.isEmpty else { throw .notAttachable(invalid) }
        return insert(connection, into: baseID, id: id)
    }

    /// Replaces an environment's values by others. Order is kept, a repeated value counts once, and an
    /// empty text is no value. None may be in use by another environment of the base, or by the base as a default value.
    package mutating func setValues(_ values: [String], of id: ResourceID) throws(Refusal) {
        let environment = try environment(id)
        let wanted = values.filter { !$0.isEmpty }.map(AttributeValue.init).distinct
        if let taken = wanted.first(where: { isTaken($0, from: environment) }) {
            throw .valueInUse(taken.text)
        }
        release(environment.values, in: environment.base)
        for value in wanted {
            routings[environment.base, default: Routing()].environmentOfValue[value] = id
        }
        environmentsByID[id]?.values = wanted.texts
    }

    /// Detaches an environment; its values are free again.
    package mutating func detach(_ id: ResourceID) throws(Refusal) {
        let environment = try environment(id)
        release(environment.values, in: environment.base)
        routings[environment.base]?.environmentOfConnection[environment.connection] = nil
        environmentsByID[id] = nil
    }

    private mutating func insert(
        _ connection: ResourceID,
        into base: ResourceID,
        id: ResourceID?
    ) -> Environment {
        created += 1
        let environment = Environment(
            id: id ?? ResourceID(environment: created, of: base, connection: connection),
            base: base,
            connection: connection,
            serial: created,
            values: []
        )
        environmentsByID[environment.id] = environment
        routings[base, default: Routing()].environmentOfConnection[connection] = environment.id
        return environment
    }

    private func isTaken(_ value: AttributeValue, from environment: Environment) -> Bool {
        let owner = routings[environment.base]?.environmentOfValue[value] ?? environment.id
        return owner != environment.id || isDefault(value, of: environment.base)
    }

    private func isDefault(_ value: AttributeValue, of base: ResourceID) -> Bool {
        guard sharesDefaults, let place = placeOfConnection[base] else { return false }
        return connections[place].routing?.defaultValues.contains { AttributeValue($0) == value } ?? false
    }

    private mutating func release(_ values: [String], in base: ResourceID) {
        for value in values {
            routings[base]?.environmentOfValue[AttributeValue(value)] = nil
        }
    }

    private func unattachable(_ ids: [ResourceID], to base: Connection) -> [ResourceID] {
        var seen: Set<ResourceID> = []
        let invalid = ids.filter { !seen.insert($0).inserted || !isAttachable($0, to: base) }
        var listed: Set<ResourceID> = []
        return invalid.filter { listed.insert($0).inserted }
    }

    private func isAttachable(_ id: ResourceID, to base: Connection) -> Bool {
        guard id != base.id, let connection = try? connection(id) else { return false }
        return connection.dialect == base.dialect
            && routings[base.id]?.environmentOfConnection[id] == nil
    }
}
