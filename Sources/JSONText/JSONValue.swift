/// JSON as a value: a request's body, a line of a state file, or a document for programs. It is written as a literal, such
/// as `["id": .string(id), "values": .strings(texts)]`.
package enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    case number(Int)
    /// A number that need not be whole; a whole one is written without a decimal point.
    case decimal(Double)
    case string(String)
    case array([JSONValue])
    /// Members in the order given; one without a value is left out.
    case object([(String, JSONValue?)])

    /// What a literal alone gives too, for where nothing else says that JSON is meant.
    package static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(Array(members))
    }

    /// An array of these texts, in their order.
    package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// The object with further members behind its own; a value that is no object stays what it is.
    package func adding(_ others: JSONValue?) -> JSONValue {
        guard case .object(let members) = self, case .object(let others)? = others else { return self }
        return .object(members + others)
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
    package init(dictionaryLiteral members: (String, JSONValue?)...) { self = .object(members) }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(stringLiteral text: String) { self = .string(text) }
}

/// What a value that was read holds; nil where it is of another kind.
extension JSONValue {
    /// How deeply a text may nest, so that none that somebody made up exhausts the stack.
    private static let deepest = 64

    /// - Throws: when the text is no JSON, goes on behind its first value, or nests too deeply.
    package init(reading text: [UInt8]) throws(JSONProblem) {
        var reader = JSONReader(text)
        self = try reader.value(levels: Self.deepest)
        try reader.end()
    }

    /// The first member of that name.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == name }?.1
    }

    package var isNull: Bool { if case .null = self { true } else { false } }

    package var string: String? { if case .string(let text) = self { text } else { nil } }

    package var number: Int? { if case .number(let number) = self { number } else { nil } }

    package var boolean: Bool? { if case .boolean(let flag) = self { flag } else { nil } }

    package var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The texts of an array of strings and nothing else.
    package var strings: [String]? {
        guard let texts = array?.map(\.string), texts.allSatisfy({ $0 != nil }) else { return nil }
        return texts.compactMap(\.self)
    }
}

extension JSONReader {
    fileprivate mutating func value(levels: Int) throws(JSONProblem) -> JSONValue {
        if try isString() { return .string(try text() ?? "") }
        guard levels > 0 else { throw .notJSON }
        if try isArray() {
            var elements: [JSONValue] = []
            try array { reader throws(JSONProblem) in elements.append(try reader.value(levels: levels - 1)) }
            return .array(elements)
        }
        guard try isObject() else { return try JSONValue(word: try text()) }
        var members: [(String, JSONValue?)] = []
        try object { name, reader throws(JSONProblem) in
            let value = try reader.value(levels: levels - 1)
            members.append((name, value))
        }
        return .object(members)
    }
}

extension JSONValue {
    /// - Throws: for a number that is too large to be one here.
    fileprivate init(word: String?) throws(JSONProblem) {
        switch word {
        case nil: self = .null
        case "true": self = .boolean(true)
        case "false": self = .boolean(false)
        case let word?:
            if let number = Int(word) {
                self = .number(number)
            } else if let number = Double(word), number.isFinite {
                self = .decimal(number)
            } else {
                throw .notJSON
            }
        }
    }
}
