import JSONText
package import OmniModel

extension OmniReader {
    /// The connections, deleted ones among them, and the form in which this instance writes lists (docs/omni-api.md,
    /// "Two forms of lists"); nil when no connection shows it.
    package func connectionsAndForm() async throws(OmniError) -> (connections: [Connection], form: WireForm?)
    {
        try await session.read(Path.connections(includeDeleted: true)) { body throws(JSONProblem) in
            (try ConnectionsAnswer.read(body), try ConnectionsForm.read(body))
        }
    }
}

/// Tells the two forms of `GET /v1/connections` apart: by a base's default values, else by the spelling of the
/// attribute's key.
private enum ConnectionsForm {
    static func read(_ body: [UInt8]) throws(JSONProblem) -> WireForm? {
        let forms: [WireForm] = try JSONReader.list("connections", in: body) {
            reader,
            _ throws(JSONProblem) in
            try form(&reader)
        }
        return forms.first
    }

    private static func form(_ reader: inout JSONReader) throws(JSONProblem) -> WireForm? {
        var values: WireForm?
        var spelling: WireForm?
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "userAttributeValuesForDefaultEnvironment":
                let isArray = try reader.isArray()
                let isPresent = try reader.isPresent()
                values = isPresent ? (isArray ? .array : .documented) : nil
            case "userAttributeNameForConnectionEnvironments":
                spelling = .documented
                try reader.skip()
            case "userAttributeNameForConnectionsEnvironments":
                spelling = .array
                try reader.skip()
            default: try reader.skip()
            }
        }
        return values ?? spelling
    }
}
