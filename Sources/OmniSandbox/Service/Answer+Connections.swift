extension Answer {
    /// The answer of `GET /v1/connections`.
    static func connections(_ connections: [Store.Connection], wire: APIVariant.Wire) -> Self {
        Answer { json in
            json.key("connections")
            json.array(of: connections) { json, connection in
                json.object { $0.connection(connection, wire: wire) }
            }
        }
    }

    /// The answer of `GET /v1/connections/:id`.
    static func connection(_ connection: Store.Connection, wire: APIVariant.Wire) -> Self {
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
    fileprivate mutating func connection(_ connection: Store.Connection, wire: APIVariant.Wire) {
        field("id", connection.id.text)
        field("name", connection.name)
        field("dialect", connection.dialect)
        field("database", connection.database)
        field("defaultSchema", connection.defaultSchema)
        field("baseRole", connection.baseRole)
        field("deletedAt", connection.deletedAt)
        routing(connection.routing, wire: wire)
        field(
            "branchConnectionEnvironmentOverridesUserAttr",
            connection.branchEnvironmentOverridesUserAttribute
        )
        field("environmentConnectionSwitchesSchemaModel", connection.environmentSwitchesSchemaModel)
    }

    /// The attribute's key and its values differ between the documentation and the OpenAPI document.
    private mutating func routing(_ routing: Store.RoutingAttribute?, wire: APIVariant.Wire) {
        let values = routing?.defaultValues
        switch wire {
        case .documented:
            field("userAttributeNameForConnectionEnvironments", routing?.name)
            field("userAttributeValuesForDefaultEnvironment", values?.joined(separator: ","))
        case .array:
            field("userAttributeNameForConnectionsEnvironments", routing?.name)
            field("userAttributeValuesForDefaultEnvironment", values)
        }
    }

    fileprivate mutating func userAttribute(_ attribute: Store.UserAttribute) {
        field("id", attribute.id.text)
        field("name", attribute.name)
        field("label", attribute.label)
        field("type", attribute.type.rawValue)
        field("multiple_values", attribute.allowsMultipleValues)
        field("default_value", attribute.defaultValue)
        field("description", attribute.description)
        field("system", attribute.isSystem)
    }
}
