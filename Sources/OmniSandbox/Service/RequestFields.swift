/// The fields of a request's body, with the checks that the server makes before it reads its data.
struct RequestFields {
    private let fields: [String: JSONValue]

    init(_ body: [UInt8]) throws(Store.Refusal) {
        let value = try JSONValue(parsing: body)
        guard case .object(let fields) = value else {
            throw .wrongKind(field: nil, expected: "object", received: value.kind)
        }
        self.fields = fields
    }

    init(_ value: JSONValue, of field: String) throws(Store.Refusal) {
        guard case .object(let fields) = value else {
            throw .wrongKind(field: field, expected: "object", received: value.kind)
        }
        self.fields = fields
    }

    var names: [String] { fields.keys.sorted() }

    func value(_ name: String) throws(Store.Refusal) -> JSONValue {
        guard let value = fields[name] else { throw .missingField(name) }
        return value
    }

    func string(_ name: String) throws(Store.Refusal) -> String {
        let value = try value(name)
        guard case .string(let text) = value else {
            throw .wrongKind(field: name, expected: "string", received: value.kind)
        }
        return text
    }

    func strings(_ name: String) throws(Store.Refusal) -> [String] {
        let value = try value(name)
        guard case .array(let items) = value else {
            throw .wrongKind(field: name, expected: "array", received: value.kind)
        }
        var texts: [String] = []
        for item in items {
            guard case .string(let text) = item else {
                throw .wrongKind(field: name, expected: "string", received: item.kind)
            }
            texts.append(text)
        }
        return texts
    }

    /// A list in the form that the wire has for it: a comma-separated string, `""` for none, or an array.
    func list(_ name: String, wire: APIVariant.Wire) throws(Store.Refusal) -> [String] {
        switch wire {
        case .documented: try string(name).split(separator: ",").map(String.init)
        case .array: try strings(name)
        }
    }
}
