/// What the server answers: a status and a body.
struct Answer: Sendable, Equatable {
    var status = 200
    var body: [UInt8]
    var contentType = "application/json"
    /// Seconds, for a `Retry-After` field.
    var retryAfter: Int?

    /// An answer whose body is one JSON object.
    init(status: Int = 200, _ fields: (inout JSONWriter) -> Void) {
        var json = JSONWriter()
        json.object(fields)
        self.init(json)
        self.status = status
    }

    init(_ json: JSONWriter) {
        body = json.bytes
    }

    init(status: Int, contentType: String, text: String) {
        self.status = status
        self.contentType = contentType
        body = Array(text.utf8)
    }

    /// `{"success": true}`, perhaps with a message.
    static func success(message: String? = nil) -> Self {
        Answer { json in
            json.field("success", true)
            guard let message else { return }
            json.field("message", message)
        }
    }

    /// An error in one of the shapes that the API has for it.
    static func error(status: Int, detail: String, shape: APIVariant.ErrorShape) -> Self {
        Answer(status: status) { json in
            switch shape {
            case .detail:
                json.field("detail", detail)
                json.field("status", status)
            case .message:
                json.field("error", String(status))
                json.field("message", detail)
            }
        }
    }
}

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

    /// The answer of `GET /openapi.json`: which endpoints there are, without what they take and give.
    static func specification(_ paths: [(path: String, methods: [String])]) -> Self {
        Answer { json in
            json.field("openapi", "3.1.0")
            json.key("info")
            json.object {
                $0.field("title", "Omni API")
                $0.field("version", "1")
            }
            json.key("servers")
            json.array(of: [Endpoint.root]) { json, root in json.object { $0.field("url", root) } }
            json.key("paths")
            json.object { json in
                for (path, methods) in paths {
                    json.key(path)
                    json.object { $0.operations(methods) }
                }
            }
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
    fileprivate mutating func operations(_ methods: [String]) {
        for method in methods {
            key(method)
            object { json in
                json.key("responses")
                json.object { json in
                    json.key("default")
                    json.object { $0.field("description", "An answer") }
                }
            }
        }
    }

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
        if attribute.allowsMultipleValues {
            field("default_value", attribute.defaultValue.map { [$0] })
        } else {
            field("default_value", attribute.defaultValue)
        }
        field("description", attribute.description)
        field("system", attribute.isSystem)
    }
}

extension Answer {
    /// The answer of `POST /v1/connection-environments`, in the wire form's own shape.
    static func attached(_ environments: [Store.Environment], wire: APIVariant.Wire) -> Self {
        switch wire {
        case .documented: documented(environments)
        case .array: list(environments, status: 201)
        }
    }

    /// The answer of `GET /v1/connection-environments`.
    static func list(_ environments: [Store.Environment], status: Int = 200) -> Self {
        Answer(status: status) { json in
            json.key("connectionEnvironments")
            json.array(of: environments) { json, environment in
                json.object { $0.environment(environment) }
            }
        }
    }

    private static func documented(_ environments: [Store.Environment]) -> Self {
        Answer(status: 201) { json in
            json.field("success", true)
            json.key("data")
            json.array(of: environments) { json, environment in
                json.object {
                    $0.field("id", environment.id.text)
                    $0.field("environmentConnectionId", environment.connection.text)
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func environment(_ environment: Store.Environment) {
        field("id", environment.id.text)
        field("baseConnectionId", environment.base.text)
        field("connectionId", environment.connection.text)
        field("userAttributeValues", environment.values)
    }
}
