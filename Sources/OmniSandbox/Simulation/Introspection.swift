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
        key("method")
        string(record.method)
        key("path")
        string(record.path)
        key("body")
        string(record.body)
        key("status")
        if let status = record.status { number(status) } else { null() }
        key("carriedOut")
        bool(record.wasCarriedOut)
        key("refusal")
        string(record.refusal)
        key("faults")
        strings(record.faults)
    }

    fileprivate mutating func attribute(_ attribute: Store.RoutingAttribute) {
        key("name")
        string(attribute.name)
        key("defaultValues")
        strings(attribute.defaultValues)
    }

    fileprivate mutating func environment(_ environment: Snapshot.Environment) {
        key("id")
        string(environment.id)
        key("connection")
        string(environment.connection)
        key("values")
        strings(environment.values)
    }
}
