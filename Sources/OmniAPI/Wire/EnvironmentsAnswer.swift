import JSONText
import OmniModel

/// `GET /v1/connection-environments`. Each item has to be whole: an environment that is misread could be
/// taken for one that is missing.
enum EnvironmentsAnswer {
    static func read(_ body: [UInt8]) throws(JSONProblem) -> [ConnectionEnvironment] {
        try JSONReader.list("connectionEnvironments", in: body, element: environment)
    }

    private static func environment(
        _ reader: inout JSONReader,
        _ index: Int
    ) throws(JSONProblem) -> ConnectionEnvironment? {
        var id: String?, base: String?, connection: String?
        var values: [String]?
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "id": id = try reader.identifier()
            case "baseConnectionId": base = try reader.identifier()
            case "connectionId": connection = try reader.identifier()
            case "userAttributeValues": values = try reader.texts()
            default: try reader.skip()
            }
        }
        let lacks = { (field: String) in
            JSONProblem.lacks(field: "connectionEnvironments[\(index)].\(field)")
        }
        guard let id else { throw lacks("id") }
        guard let base else { throw lacks("baseConnectionId") }
        guard let connection else { throw lacks("connectionId") }
        guard let values else { throw lacks("userAttributeValues") }
        return ConnectionEnvironment(
            id: EnvironmentID(id),
            base: ConnectionID(base),
            connection: ConnectionID(connection),
            values: values
        )
    }
}

extension JSONReader {
    /// A text that is not empty.
    mutating func identifier() throws(JSONProblem) -> String? {
        try text().flatMap { $0.isEmpty ? nil : $0 }
    }
}
