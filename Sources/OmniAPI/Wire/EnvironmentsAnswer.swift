import JSONText
import OmniModel

extension EnvironmentList {
    /// Reads the body that `GET /v1/connection-environments` answers. An item that is not whole is kept beside the others: an
    /// environment that is misread could be taken for one that is missing.
    init(answer body: [UInt8]) throws(JSONProblem) {
        var odd: [OddRow] = []
        let rows = try JSONReader.list("connectionEnvironments", in: body) {
            reader,
            index throws(JSONProblem) in
            try Self.environment(&reader, index, &odd)
        }
        self.init(rows, odd: odd)
    }

    private static func environment(
        _ reader: inout JSONReader,
        _ index: Int,
        _ odd: inout [OddRow]
    ) throws(JSONProblem) -> ConnectionEnvironment? {
        var id: String?, base: String?, connection: String?
        var values: (values: [AttributeValue], joined: [String])?
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "id": id = try reader.identifier()
            case "baseConnectionId": base = try reader.identifier()
            case "connectionId": connection = try reader.identifier()
            case "userAttributeValues": values = try reader.listedValues()
            default: try reader.skip()
            }
        }
        guard let id, let base, let connection, let values else {
            let missing =
                id == nil
                ? "id"
                : base == nil
                    ? "baseConnectionId" : connection == nil ? "connectionId" : "userAttributeValues"
            odd.append(
                OddRow(
                    base: base.map { ConnectionID($0) },
                    connection: connection.map { ConnectionID($0) },
                    lacks: "connectionEnvironments[\(index)].\(missing)"
                )
            )
            return nil
        }
        return ConnectionEnvironment(
            id: EnvironmentID(id),
            base: ConnectionID(base),
            connection: ConnectionID(connection),
            values: values.values,
            joinedTexts: values.joined
        )
    }
}

extension JSONReader {
    /// A text that is not empty.
    mutating func identifier() throws(JSONProblem) -> String? {
        try text().flatMap { $0.isEmpty ? nil : $0 }
    }
}

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
