/// A request as it came over the wire, as far as the API reads it.
struct SandboxRequest: Sendable, Equatable {
    var method: String
    /// Without the query.
    var path: String
    var query: [QueryItem] = []
    var authorization: String?
    var body: [UInt8] = []

    struct QueryItem: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// Reads the target of a request line: a path and perhaps a query.
    init(method: String, target: String, authorization: String? = nil, body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = String(parts.first ?? "/")
        query = parts.count > 1 ? parts[1].split(separator: "&").map(QueryItem.init) : []
        self.authorization = authorization
        self.body = body
    }

    /// The path and the query as they were sent.
    var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}

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

extension RequestFields {
    /// The body of `POST /v1/connection-environments`.
    func attachment(
        wire: APIVariant.Wire
    ) throws(Store.Refusal) -> (base: ResourceID, connections: [ResourceID]) {
        guard let base = ResourceID(try string("baseConnectionId")) else { throw .invalidBaseID }
        let texts = try list("environmentConnectionIds", wire: wire)
        let connections = texts.compactMap { ResourceID($0) }
        guard !texts.isEmpty, connections.count == texts.count else {
            throw .invalidEnvironmentConnectionIDs
        }
        return (base, connections)
    }

    /// The body of `PATCH /v1/connections/:id`: nil removes the attribute. The sandbox takes no other
    /// setting, so that a client which sends one is found out.
    func routing() throws(Store.Refusal) -> Store.RoutingAttribute? {
        let name = "environmentUserAttribute"
        guard !names.isEmpty else { throw .emptyUpdate }
        try demand([name])
        let value = try value(name)
        if value == .null { return nil }
        let attribute = try RequestFields(value, of: name)
        try attribute.demand(["attributeName", "defaultValues"])
        return Store.RoutingAttribute(
            name: try attribute.string("attributeName"),
            defaultValues: try attribute.strings("defaultValues")
        )
    }

    private func demand(_ known: [String]) throws(Store.Refusal) {
        let unknown = names.filter { !known.contains($0) }
        guard unknown.isEmpty else { throw .unknownFields(unknown) }
    }
}
