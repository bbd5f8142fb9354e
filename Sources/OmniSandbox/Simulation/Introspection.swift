/// What a person or a script may ask of the sandbox itself, past the API, without a token.
enum Introspection: String {
    case requests = "/sandbox/requests"
    case store = "/sandbox/store"
}

extension Simulation {
    func answer(_ question: Introspection) -> Answer {
        switch question {
        case .requests: .requests(log.records)
        case .store: .snapshot(Snapshot(service.store))
        }
    }
}

extension Answer {
    fileprivate static func requests(_ records: [RequestRecord]) -> Self {
        var json = JSONWriter()
        json.array(of: records) { json, record in
            json.object { $0.record(record) }
        }
        return Answer(json)
    }

    fileprivate static func snapshot(_ snapshot: Snapshot) -> Self {
        Answer { json in
            json.key("attributes")
            json.object { json in
                for (base, attribute) in snapshot.attributes.sorted(by: { $0.key < $1.key }) {
                    json.key(base)
                    json.object { $0.attribute(attribute) }
                }
            }
            json.key("environments")
            json.object { json in
                for (base, environments) in snapshot.environments.sorted(by: { $0.key < $1.key }) {
                    json.key(base)
                    json.array(of: environments) { json, environment in
                        json.object { $0.environment(environment) }
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func record(_ record: RequestRecord) {
        field("method", record.method)
        field("path", record.path)
        field("body", record.body)
        field("status", record.status)
        field("carriedOut", record.wasCarriedOut)
        field("refusal", record.refusal)
        field("faults", record.faults)
    }

    fileprivate mutating func attribute(_ attribute: Store.RoutingAttribute) {
        field("name", attribute.name)
        field("defaultValues", attribute.defaultValues)
    }

    fileprivate mutating func environment(_ environment: Snapshot.Environment) {
        field("id", environment.id)
        field("connection", environment.connection)
        field("values", environment.values)
    }
}
