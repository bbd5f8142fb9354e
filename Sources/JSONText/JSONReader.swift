/// Reads JSON front to back without building a tree: several times as fast as decoding into `Codable` types,
/// which matters for a listing of 10,000 environments. Every reading method consumes one whole value; one of
/// another kind than asked for is skipped and read as nil, so that unknown shapes never stop a reading. Every method throws
/// `notJSON` where the text is no JSON, and `cutOff` where it ends too early; of a value that is skipped the texts, the words
/// and the number of brackets are checked, and not what stands where (docs/decisions.md, on why it is our own).
package struct JSONReader {
    private let bytes: [UInt8]
    private let limit: Int
    private var position: Int

    package init(_ bytes: [UInt8]) {
        self.init(bytes, in: bytes.indices)
    }

    package init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        limit = range.upperBound
    }

    /// Hands each member to `member`, which has to read or skip its value. False when the value is no object.
    @discardableResult
    package mutating func object(
        _ member: (String, inout JSONReader) throws(JSONProblem) -> Void
    ) throws(JSONProblem) -> Bool {
        guard try next() == UInt8(ascii: "{") else { return try skipForeign() }
        position += 1
        if try takes(UInt8(ascii: "}")) { return true }
        repeat {
            guard try next() == UInt8(ascii: "\"") else { throw .notJSON }
            let key = try quoted()
            guard try takes(UInt8(ascii: ":")) else { throw .notJSON }
            try member(key, &self)
        } while try takes(UInt8(ascii: ","))
        guard try takes(UInt8(ascii: "}")) else { throw .notJSON }
        return true
    }

    /// Calls `element` in front of each element, which has to read or skip it. False when the value is no array.
    @discardableResult
    package mutating func array(_ element: (inout JSONReader) throws(JSONProblem) -> Void)
        throws(JSONProblem)
        -> Bool
    {
        guard try next() == UInt8(ascii: "[") else { return try skipForeign() }
        position += 1
        if try takes(UInt8(ascii: "]")) { return true }
        repeat { try element(&self) } while try takes(UInt8(ascii: ","))
        guard try takes(UInt8(ascii: "]")) else { throw .notJSON }
        return true
    }

    /// A string's text; a number's or a boolean's as written.
    package mutating func text() throws(JSONProblem) -> String? {
        switch try next() {
        case UInt8(ascii: "\""): return try quoted()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skip()
            return nil
        default:
            let word = try self.word()
            return word == "null" ? nil : word
        }
    }

    /// A string's text; nil for everything else.
    package mutating func string() throws(JSONProblem) -> String? {
        guard try next() == UInt8(ascii: "\"") else {
            try skip()
            return nil
        }
        return try quoted()
    }

    /// An array of strings and nothing else; nil otherwise.
    package mutating func strings() throws(JSONProblem) -> [String]? {
        var strings: [String] = []
        var isComplete = true
        let isArray = try array { reader throws(JSONProblem) in
            if let string = try reader.string() { strings.append(string) } else { isComplete = false }
        }
        return isArray && isComplete ? strings : nil
    }

    /// A boolean's value, also of the texts `"true"` and `"false"`; nil for everything else.
    package mutating func boolean() throws(JSONProblem) -> Bool? {
        try text().flatMap(Bool.init)
    }

    /// Whether the value is anything but null.
    package mutating func isPresent() throws(JSONProblem) -> Bool {
        let isNull = try next() == UInt8(ascii: "n")
        try skip()
        return !isNull
    }

    /// Whether a string comes next; consumes nothing.
    package mutating func isString() throws(JSONProblem) -> Bool {
        try next() == UInt8(ascii: "\"")
    }

    /// Whether an array comes next; consumes nothing.
    package mutating func isArray() throws(JSONProblem) -> Bool {
        try next() == UInt8(ascii: "[")
    }

    /// Whether an object comes next; consumes nothing.
    package mutating func isObject() throws(JSONProblem) -> Bool {
        try next() == UInt8(ascii: "{")
    }

    /// Demands that nothing follows.
    package mutating func end() throws(JSONProblem) {
        skipSpace()
        guard position == limit else { throw .notJSON }
    }

    /// The bytes of a value of whatever kind, as they are written.
    package mutating func raw() throws(JSONProblem) -> ArraySlice<UInt8> {
        skipSpace()
        let start = position
        try skip()
        return bytes[start..<position]
    }

    /// Passes over one value of whatever kind, however deeply it nests, without recursion.
    package mutating func skip() throws(JSONProblem) {
        var depth = 0
        repeat {
            switch try next() {
            case UInt8(ascii: "{"), UInt8(ascii: "["): enter(&depth)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { throw .notJSON }
                depth -= 1
                position += 1
            case UInt8(ascii: "\""): try skipQuoted()
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw .notJSON }
                position += 1
            default: _ = try word()
            }
        } while depth > 0
    }

    private mutating func enter(_ depth: inout Int) {
        depth += 1
        position += 1
    }

    private mutating func skipForeign() throws(JSONProblem) -> Bool {
        try skip()
        return false
    }
}

extension JSONReader {
    private mutating func skipSpace() {
        while position < limit, Self.isSpace(bytes[position]) { position += 1 }
    }

    private mutating func next() throws(JSONProblem) -> UInt8 {
        skipSpace()
        guard position < limit else { throw .cutOff }
        return bytes[position]
    }

    private mutating func takes(_ byte: UInt8) throws(JSONProblem) -> Bool {
        guard try next() == byte else { return false }
        position += 1
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static let names = ["true", "false", "null"]

    /// One of these names, or a number.
    private mutating func word() throws(JSONProblem) -> String {
        let start = position
        while position < limit, Self.isWordByte(bytes[position]) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        if Self.names.contains(word) || word.isJSONNumber { return word }
        let isBegun = Self.names.contains { $0.hasPrefix(word) } || (word + "0").isJSONNumber
        throw position == limit && isBegun ? .cutOff : .notJSON
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"): true
        default: false
        }
    }

    private mutating func quoted() throws(JSONProblem) -> String {
        let start = position + 1
        let (hasEscape, isASCII) = try skipQuoted()
        let content = bytes[start..<position - 1]
        if hasEscape { return try String(resolvingEscapesOf: content) }
        // Nearly every text is ASCII, and decoding that is several times as fast as validating.
        if isASCII { return String(decoding: content, as: UTF8.self) }
        guard let text = String(validating: content, as: UTF8.self) else { throw .notJSON }
        return text
    }

    /// Moves behind the closing quote, and tells what of the text asks for more than copying.
    @discardableResult
    private mutating func skipQuoted() throws(JSONProblem) -> (hasEscape: Bool, isASCII: Bool) {
        var hasEscape = false
        // Of all bytes: the highest bit is set if one of them is not ASCII.
        var bits: UInt8 = 0
        position += 1
        while position < limit {
            bits |= bytes[position]
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return (hasEscape, bits < 0x80)
            case UInt8(ascii: "\\"):
                hasEscape = true
                position += 2
            default: position += 1
            }
        }
        throw .cutOff
    }
}

extension String {
    /// Whether JSON has the text as a number: `1`, `-0.5` or `1e3`, and not `01`, `+1`, `.5` or `nan`.
    fileprivate var isJSONNumber: Bool {
        var rest = utf8[...]
        _ = rest.takes("-")
        guard rest.takes("0") || rest.takesDigits() else { return false }
        if rest.takes(".") { guard rest.takesDigits() else { return false } }
        if rest.takes("e") || rest.takes("E") {
            _ = rest.takes("+") || rest.takes("-")
            guard rest.takesDigits() else { return false }
        }
        return rest.isEmpty
    }
}

extension Substring.UTF8View {
    fileprivate mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: character) else { return false }
        removeFirst()
        return true
    }

    /// At least one.
    fileprivate mutating func takesDigits() -> Bool {
        let rest = drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        defer { self = rest }
        return rest.count < count
    }
}

/// Why a text cannot be read as the JSON that was expected.
package enum JSONProblem: Error, Sendable, Hashable {
    case notJSON
    /// The text ends within a value, as a part of an answer or of a file does.
    case cutOff
    /// The field is missing, null, or of an unusable kind; written as a path such as `connections[2].id`.
    case lacks(field: String)
    /// It says itself, in the words that are given, that it is a part of a list.
    case isPart(String)
}

extension JSONProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON: "it is not JSON"
        case .cutOff: "it is cut off"
        case .lacks(let field): "it lacks a usable \"\(field)\""
        case .isPart(let words): "it is a part of the list only (\(words)), and the rest is not asked for"
        }
    }
}
