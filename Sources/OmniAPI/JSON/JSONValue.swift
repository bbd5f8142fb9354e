/// JSON to be written: a request's body, or a line of a state file.
package enum JSONValue {
    case null
    case boolean(Bool)
    case number(Int)
    case string(String)
    case array([JSONValue])
    /// Members in the order given; one without a value is left out.
    case object(KeyValuePairs<String, JSONValue?>)

    package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// Without spaces and line breaks.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += String(number).utf8
        case .string(let text): JSONEscape.quote(text, into: &bytes)
        case .array(let elements):
            Self.list(elements, between: "[", and: "]", into: &bytes) { $0.write(into: &$1) }
        case .object(let members):
            let present = members.lazy.compactMap { key, value in value.map { (key, $0) } }
            Self.list(present, between: "{", and: "}", into: &bytes) { member, bytes in
                JSONEscape.quote(member.0, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.1.write(into: &bytes)
            }
        }
    }

    private static func list<Items: Sequence>(
        _ items: Items,
        between opening: Unicode.Scalar,
        and closing: Unicode.Scalar,
        into bytes: inout [UInt8],
        write: (Items.Element, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(item, &bytes)
        }
        bytes.append(UInt8(ascii: closing))
    }
}
