extension RequestFields {
    /// The body of `POST /v1/connection-environments`.
    func attachment(
        wire: APIVariant.Wire
    ) throws(Store.Refusal) -> (base: ResourceID, connections: [ResourceID]) {
        guard let base = ResourceID(try string("baseConnectionId")) else { throw .invalidBaseID }
        let texts = try list("environmentConnectionIds", wire: wire)
        let connections = texts.compactMap { ResourceID($0) }
        guard !texts.isEmpty, connections.count == texts.count else {
            throw .invalidEnvironmentConnectionIDs
        }
        return (base, connections)
    }

    /// The body of `PATCH /v1/connections/:id`: nil removes the attribute. The sandbox takes no other
    /// setting, so that a client which sends one is found out.
    func routing() throws(Store.Refusal) -> Store.RoutingAttribute? {
        let name = "environmentUserAttribute"
        guard !names.isEmpty else { throw .emptyUpdate }
        try demand([name])
        let value = try value(name)
        if value == .null { return nil }
        let attribute = try RequestFields(value, of: name)
        try attribute.demand(["attributeName", "defaultValues"])
        return Store.RoutingAttribute(
            name: try attribute.string("attributeName"),
            defaultValues: try attribute.strings("defaultValues")
        )
    }

    private func demand(_ known: [String]) throws(Store.Refusal) {
        let unknown = names.filter { !known.contains($0) }
        guard unknown.isEmpty else { throw .unknownFields(unknown) }
    }
}
