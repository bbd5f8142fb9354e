import JSONText
import OmniModel

/// `GET /v1/user-attributes`.
enum UserAttributesAnswer {
    static func read(_ body: [UInt8]) throws(JSONProblem) -> [UserAttribute] {
        try JSONReader.list("records", in: body, element: attribute)
    }

    private static func attribute(_ reader: inout JSONReader, _ index: Int) throws(JSONProblem)
        -> UserAttribute?
    {
        var name: String?, label: String?
        var allowsMultipleValues: Bool?
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "name": name = try reader.identifier()
            case "label": label = try reader.text()
            case "multiple_values": allowsMultipleValues = try reader.boolean()
            default: try reader.skip()
            }
        }
        guard let name else { throw .lacks(field: "records[\(index)].name") }
        return UserAttribute(name: name, label: label, allowsMultipleValues: allowsMultipleValues)
    }
}
