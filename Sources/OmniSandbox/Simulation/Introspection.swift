/// What a person or a script may ask of the sandbox itself, past the API, with a token that the API takes.
enum Introspection {
    case requests
    case store
    /// Everything is as it was at the start: the store, the faults, the rate limit, the log.
    case reset

    init?(method: String, target: String) {
        switch (method, target) {
        case ("GET", "/sandbox/requests"): self = .requests
        case ("GET", "/sandbox/store"): self = .store
        case ("POST", "/sandbox/reset"): self = .reset
        default: return nil
        }
    }
}

extension Answer {
    static func requests(_ records: [RequestRecord]) -> Self {
        var json = JSONWriter()
        json.array(of: records) { json, record in
            json.object { $0.record(record) }
        }
        return Answer(json)
    }

    static func snapshot(_ snapshot: Snapshot) -> Self {
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

/// One request to the API and what became of it.
package struct RequestRecord: Sendable, Equatable {
    package let method: String
    /// With `/api` and the query, as it was sent.
    package let path: String
    package let body: String
    /// Nil when the connection was closed without an answer.
    package internal(set) var status: Int?
    /// Whether the API did the work (a read counts too), be its answer lost or not.
    package internal(set) var wasCarriedOut = false
    /// The API's own words when it refused; what a fault answers is no refusal.
    package internal(set) var refusal: String?
    /// What struck the request, in the words of the fault grammar.
    package internal(set) var faults: [String] = []

    init(_ request: SandboxRequest) {
        method = request.method
        path = request.target
        body = String(decoding: request.body, as: UTF8.self)
    }

    /// Whether the API itself refused the request; a fault is no refusal.
    package var wasRefused: Bool { refusal != nil }
}

extension RequestRecord: CustomStringConvertible {
    /// One line: method, path, what was answered and why.
    package var description: String {
        let answer = status.map { String($0) } ?? "no answer"
        let reasons = faults.map { "fault: \($0)" } + (refusal.map { [$0] } ?? [])
        return ([method, path, answer] + reasons).joined(separator: "  ")
    }
}

/// The requests of a run, oldest first. A long run keeps the last 100,000 of them, so that its memory has
/// an end.
struct RequestLog: Sendable {
    static let limit = 100_000

    private var kept: [RequestRecord] = []

    mutating func append(_ record: RequestRecord) {
        if kept.count == 2 * Self.limit {
            kept.removeFirst(Self.limit)
        }
        kept.append(record)
    }

    var records: [RequestRecord] { Array(kept.suffix(Self.limit)) }
}
