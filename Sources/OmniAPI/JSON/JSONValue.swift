/// A request body, its members in the order given and spaced as `omni-api.md` writes them.
enum JSONValue {
    case null
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .string(let text): JSONEscape.quote(text, into: &bytes)
        case .array(let elements):
            Self.list(elements, between: "[", and: "]", into: &bytes) { $0.write(into: &$1) }
        case .object(let members):
            Self.list(members, between: "{", and: "}", into: &bytes) { member, bytes in
                JSONEscape.quote(member.key, into: &bytes)
                bytes += ": ".utf8
                member.value.write(into: &bytes)
            }
        }
    }

    private static func list<Item>(
        _ items: [Item],
        between opening: Unicode.Scalar,
        and closing: Unicode.Scalar,
        into bytes: inout [UInt8],
        write: (Item, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes += ", ".utf8 }
            write(item, &bytes)
        }
        bytes.append(UInt8(ascii: closing))
    }
}
