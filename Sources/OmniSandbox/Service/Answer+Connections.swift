extension Answer {
    /// The answer of `GET /v1/connections`.
    static func connections(_ connections: [Store.Connection], wire: SandboxConfiguration.Wire) -> Self {
        Answer { json in
            json.key("connections")
            json.array(of: connections) { json, connection in
                json.object { $0.connection(connection, wire: wire) }
            }
        }
    }

    /// The answer of `GET /v1/connections/:id`.
    static func connection(_ connection: Store.Connection, wire: SandboxConfiguration.Wire) -> Self {
        Answer { json in
            json.key("connection")
            json.object { $0.connection(connection, wire: wire) }
        }
    }

    /// The answer of `GET /v1/user-attributes`.
    static func userAttributes(_ attributes: [Store.UserAttribute]) -> Self {
        Answer { json in
            json.key("records")
            json.array(of: attributes) { json, attribute in
                json.object { $0.userAttribute(attribute) }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func connection(_ connection: Store.Connection, wire: SandboxConfiguration.Wire) {
        let texts: [(String, String?)] = [
            ("id", connection.id.text), ("name", connection.name), ("dialect", connection.dialect),
            ("database", connection.database), ("defaultSchema", connection.defaultSchema),
            ("baseRole", connection.baseRole), ("deletedAt", connection.deletedAt),
        ]
        for (name, text) in texts {
            key(name)
            string(text)
        }
        routing(connection.routing, wire: wire)
        key("branchConnectionEnvironmentOverridesUserAttr")
        bool(connection.branchEnvironmentOverridesUserAttribute)
        key("environmentConnectionSwitchesSchemaModel")
        bool(connection.environmentSwitchesSchemaModel)
    }

    /// The attribute's key and its values differ between the documentation and the OpenAPI document.
    private mutating func routing(_ routing: Store.RoutingAttribute?, wire: SandboxConfiguration.Wire) {
        switch wire {
        case .documented: key("userAttributeNameForConnectionEnvironments")
        case .array: key("userAttributeNameForConnectionsEnvironments")
        }
        string(routing?.name)
        key("userAttributeValuesForDefaultEnvironment")
        guard let values = routing?.defaultValues else { return null() }
        switch wire {
        case .documented: string(values.joined(separator: ","))
        case .array: strings(values)
        }
    }

    fileprivate mutating func userAttribute(_ attribute: Store.UserAttribute) {
        key("id")
        string(attribute.id.text)
        key("name")
        string(attribute.name)
        key("label")
        string(attribute.label)
        key("type")
        string(attribute.type.rawValue)
        key("multiple_values")
        bool(attribute.allowsMultipleValues)
        key("default_value")
        string(attribute.defaultValue)
        key("description")
        string(attribute.description)
        key("system")
        bool(attribute.isSystem)
    }
}
