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
