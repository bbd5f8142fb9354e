extension Store.ConnectionQuery {
    /// Reads the query of `GET /v1/connections`; parameters that the endpoint doesn't have are ignored.
    init(_ items: [SandboxRequest.QueryItem]) throws(Store.Refusal) {
        self.init()
        for item in items {
            try read(item.name, item.decodedValue)
        }
    }

    private mutating func read(_ name: String, _ value: String) throws(Store.Refusal) {
        switch name {
        case "name": self.name = value
        case "database": database = value
        case "dialect": dialects = value.split(separator: ",").map(String.init)
        case "sortField":
            guard let field = SortField(rawValue: value) else {
                throw .invalidChoice(parameter: name, allowed: SortField.allCases.map(\.rawValue))
            }
            sortField = field
        case "sortDirection": isDescending = try Self.choice(name, value, "asc", "desc")
        case "includeDeleted": includesDeleted = try Self.choice(name, value, "false", "true")
        default: break
        }
    }

    private static func choice(
        _ parameter: String,
        _ value: String,
        _ off: String,
        _ on: String
    ) throws(Store.Refusal) -> Bool {
        guard value == off || value == on else {
            throw .invalidChoice(parameter: parameter, allowed: [off, on])
        }
        return value == on
    }
}

extension SandboxRequest.QueryItem {
    /// Reads one `name=value` of a query.
    init(_ text: Substring) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(parts.first ?? "")
        value = parts.count > 1 ? String(parts[1]) : ""
    }

    /// The value without its escapes: `+` and `%20` are spaces. A broken escape stays as it is.
    fileprivate var decodedValue: String {
        var bytes: [UInt8] = []
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let escaped = UInt8(String(Substring(digits)), radix: 16)
            {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
