import JSONText
import Manifest
import OmniModel

/// The members of one line's JSON object, from which a record reads those that it has. Members that no record asks for are
/// left out of account.
struct StateMembers {
    private enum Value {
        case string(String)
        case strings([String])
        case boolean(Bool)
        case number(Int)
        /// Of a kind that no record has.
        case other
    }

    private var members: [(name: String, value: Value)] = []

    /// - Throws: when there is no JSON object, or something behind it.
    init(reading reader: inout JSONReader) throws(JSONProblem) {
        let isObject = try reader.object { name, reader throws(JSONProblem) in
            if let value = try Self.value(&reader) { members.append((name, value)) }
        }
        guard isObject else { throw .notJSON }
        try reader.end()
    }

    /// `nil` for null, which says as much as a member that is not there.
    private static func value(_ reader: inout JSONReader) throws(JSONProblem) -> Value? {
        if try reader.isString() { return try reader.string().map(Value.string) }
        if try reader.isArray() { return try reader.strings().map(Value.strings) ?? .other }
        if try reader.isObject() {
            try reader.skip()
            return .other
        }
        guard let word = try reader.text() else { return nil }
        return Bool(word).map(Value.boolean) ?? Int(word).map(Value.number) ?? .other
    }

    /// The last member of a name counts.
    private subscript(name: String) -> Value? { members.last { $0.name == name }?.value }
}

/// Reading a member says which one is missing or cannot be used.
extension StateMembers {
    func text(_ name: String) throws(BadLine) -> String {
        switch self[name] {
        case .string(let text): text
        case nil: throw .lacks(name)
        default: throw .unusable(name)
        }
    }

    func values(_ name: String) throws(BadLine) -> [AttributeValue] {
        switch self[name] {
        case .strings(let texts): texts.map(AttributeValue.init)
        case nil: throw .lacks(name)
        default: throw .unusable(name)
        }
    }

    func number(_ name: String) throws(BadLine) -> Int {
        switch self[name] {
        case .number(let number): number
        case nil: throw .lacks(name)
        default: throw .unusable(name)
        }
    }

    func has(_ name: String) -> Bool { self[name] != nil }

    /// 0 when it is missing, as from before there were serials.
    func serial() throws(BadLine) -> Int {
        guard has("serial") else { return 0 }
        let number = try number("serial")
        guard number >= 0 else { throw .unusable("serial") }
        return number
    }

    /// False when it is missing.
    func flag(_ name: String) throws(BadLine) -> Bool {
        switch self[name] {
        case .boolean(let flag): flag
        case nil: false
        default: throw .unusable(name)
        }
    }
}

extension StateMembers {
    func connection(_ name: String) throws(BadLine) -> ConnectionID { ConnectionID(try uuid(name)) }

    func environmentID() throws(BadLine) -> EnvironmentID { EnvironmentID(try uuid("id")) }

    func key() throws(BadLine) -> EnvironmentKey {
        EnvironmentKey(base: try connection("base"), connection: try connection("connection"))
    }

    func address() throws(BadLine) -> Address {
        guard let address = Address(try label()) else { throw .unusable("address") }
        return address
    }

    /// An address, or a base's label: no manifest can have one with a control character.
    func label() throws(BadLine) -> String {
        let text = try text("address")
        if let control = text.utf8.first(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw .controlCharacter(control)
        }
        return text
    }

    func uuid(_ name: String) throws(BadLine) -> String {
        let text = try text(name)
        guard text.isUUID else { throw .notUUID(field: name, text) }
        return text
    }
}
