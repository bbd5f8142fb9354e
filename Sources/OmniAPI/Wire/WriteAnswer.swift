import JSONText
import OmniModel

/// What a write answers with a status of success. Such an answer is often a subset of the object, so that nothing
/// is concluded from what it lacks.
struct WriteAnswer: Equatable {
    /// The environments that a create names, by connection; in both of its answer shapes.
    private(set) var environments: [ConnectionID: EnvironmentID] = [:]

    /// An empty body is an answer too.
    init(_ body: [UInt8]) throws(JSONProblem) {
        guard !body.isEmpty else { return }
        var reader = JSONReader(body)
        let isObject = try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "data", "connectionEnvironments":
                try reader.array { reader throws(JSONProblem) in try readEnvironment(&reader) }
            default: try reader.skip()
            }
        }
        try reader.end()
        guard isObject else { throw .notJSON }
    }

    private mutating func readEnvironment(_ reader: inout JSONReader) throws(JSONProblem) {
        var id: String?, connection: String?
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "id": id = try reader.identifier()
            case "environmentConnectionId", "connectionId": connection = try reader.identifier()
            default: try reader.skip()
            }
        }
        guard let id, let connection else { return }
        environments[ConnectionID(connection)] = EnvironmentID(id)
    }
}
