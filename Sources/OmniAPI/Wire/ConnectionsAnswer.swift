import JSONText
import OmniModel

extension Connection {
    /// The connections in the body that `GET /v1/connections` answers. One without an id or a name is left out: no manifest
    /// can name it, and what names it finds nothing, which is an error.
    static func all(in body: [UInt8]) throws(JSONProblem) -> [Connection] {
        try JSONReader.list("connections", in: body) { reader, _ throws(JSONProblem) in try one(in: &reader) }
    }

    /// The connection in the body that `GET /v1/connections/:id` answers.
    static func one(in body: [UInt8]) throws(JSONProblem) -> Connection {
        var found: Connection?
        var reader = JSONReader(body)
        try reader.object { key, reader throws(JSONProblem) in
            guard key == "connection" else { return try reader.skip() }
            found = try one(in: &reader)
        }
        try reader.end()
        guard let found else { throw .lacks(field: "connection") }
        return found
    }

    /// Nil without an id or a name.
    private static func one(in reader: inout JSONReader) throws(JSONProblem) -> Connection? {
        var id: String?, name: String?, dialect: String?, database: String?
        var isDeleted = false
        var allowsBranches: Bool?, overridesByBranch: Bool?
        var attribute = AttributeFields()
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "id": id = try reader.identifier()
            case "name": name = try reader.text()
            case "dialect": dialect = try reader.text()
            case "database": database = try reader.text()
            case "deletedAt": isDeleted = try reader.isPresent()
            case "allowBranchConnectionEnvironments": allowsBranches = try reader.boolean()
            case "branchConnectionEnvironmentOverridesUserAttr": overridesByBranch = try reader.boolean()
            default: try attribute.read(key, &reader)
            }
        }
        guard let id, let name else { return nil }
        return Connection(
            id: ConnectionID(id),
            name: name,
            dialect: dialect,
            database: database,
            isDeleted: isDeleted,
            environmentUserAttribute: attribute.value,
            // The second is the older name of the first.
            allowsBranchEnvironments: allowsBranches ?? overridesByBranch
        )
    }
}

/// The two fields that make up a connection's attribute. The name's key has two spellings in the wild.
private struct AttributeFields {
    private var isNameReported = false
    private var areValuesReported = false
    private var name: String?
    private var values: [AttributeValue]?

    mutating func read(_ key: String, _ reader: inout JSONReader) throws(JSONProblem) {
        switch key {
        case "userAttributeNameForConnectionEnvironments", "userAttributeNameForConnectionsEnvironments":
            isNameReported = true
            name = try reader.identifier() ?? name
        case "userAttributeValuesForDefaultEnvironment":
            areValuesReported = true
            values = try reader.values()
        default: try reader.skip()
        }
    }

    var value: Connection.Attribute {
        guard isNameReported else { return .unreported }
        guard let name else { return .none }
        guard areValuesReported else { return .unreported }
        return .set(EnvironmentUserAttribute(name: name, defaultValues: values ?? []))
    }
}

extension UserAttribute {
    /// The attributes in the body that `GET /v1/user-attributes` answers. One without a name is left out: no manifest can
    /// name it.
    static func all(in body: [UInt8]) throws(JSONProblem) -> [UserAttribute] {
        try JSONReader.list("records", in: body) { reader, _ throws(JSONProblem) in try one(in: &reader) }
    }

    private static func one(in reader: inout JSONReader) throws(JSONProblem) -> UserAttribute? {
        var name: String?, label: String?
        var allowsMultipleValues: Bool?
        var defaultValues: [AttributeValue]?
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "name": name = try reader.identifier()
            case "label": label = try reader.text()
            case "multiple_values": allowsMultipleValues = try reader.boolean()
            case "default_value": defaultValues = try Self.defaultValues(&reader)
            default: try reader.skip()
            }
        }
        guard let name else { return nil }
        return UserAttribute(
            name: name,
            label: label,
            allowsMultipleValues: allowsMultipleValues,
            defaultValues: defaultValues
        )
    }

    /// One value, be there commas in it or not, or a list of them where the attribute takes several; none for null.
    private static func defaultValues(_ reader: inout JSONReader) throws(JSONProblem) -> [AttributeValue] {
        var values: [AttributeValue] = []
        let read = { (reader: inout JSONReader) throws(JSONProblem) in
            if let value = try reader.identifier() { values.append(AttributeValue(value)) }
        }
        if try reader.isArray() { try reader.array(read) } else { try read(&reader) }
        return values
    }
}
