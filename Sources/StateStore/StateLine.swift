import JSONText
import Manifest
import OmniModel
import Planning

/// The JSON object of one line: `record` says which of the other fields it holds.
struct StateLine {
    enum Kind: String {
        case state, environment, detached, attribute, attributeRemoved, connection, intent, intentDropped
        case forgotten, attributeForgotten, isolation, plan
    }

    /// `nil` for one that this version does not know.
    var record: Kind? { kind.flatMap(Kind.init) }
    var kind: String?
    var format: Int?
    var lineage: String?
    var instance: String?
    var base: String?
    var connection: String?
    var id: String?
    var address: String?
    var name: String?
    var values: [AttributeValue]?
    var defaultValues: [AttributeValue]?
    var protect: Bool?
    var isolation: String?

    init() {}

    init(_ kind: Kind, key: EnvironmentKey? = nil) {
        self.kind = kind.rawValue
        base = key?.base.text
        connection = key?.connection.text
    }
}

extension StateLine {
    init(_ header: StateHeader) {
        self.init(.state)
        format = StateFormat.version
        lineage = header.lineage
        instance = header.instance
    }

    init(_ record: StateRecord) {
        switch record {
        case .environment(let key, let environment):
            self.init(.environment, key: key)
            id = environment.id.text
            address = environment.address.description
            values = environment.values
            protect = environment.isProtected ? true : nil
        case .detached(let key):
            self.init(.detached, key: key)
        case .attribute(let base, let recorded):
            self.init(.attribute)
            self.base = base.text
            address = recorded.base
            name = recorded.attribute.name
            defaultValues = recorded.attribute.defaultValues
        case .attributeRemoved(let base):
            self.init(.attributeRemoved)
            self.base = base.text
        case .connectionName(let id, let name):
            self.init(.connection)
            self.id = id.text
            self.name = name
        case .isolation(let base, let isolation):
            self.init(.isolation)
            self.base = base.text
            self.isolation = isolation.rawValue
        case .intent(let key, let address):
            self.init(.intent, key: key)
            self.address = address.description
        case .intentDropped(let key):
            self.init(.intentDropped, key: key)
        case .forgotten(let key):
            self.init(.forgotten, key: key)
        case .attributeForgotten(let base):
            self.init(.attributeForgotten)
            self.base = base.text
        case .planApplied(let seal):
            self.init(.plan)
            id = seal
        }
    }
}

extension StateLine {
    /// `nil` when it is no header or lacks a field of one.
    var header: StateHeader? {
        guard record == .state, let lineage, let instance else { return nil }
        return StateHeader(lineage: lineage, instance: instance)
    }
}

/// From a line's fields to the record that they are.
extension StateLine {
    /// - Throws: why the line is none.
    var checkedRecord: StateRecord {
        get throws(BadLine) {
            switch record {
            case .environment: try environmentRecord
            case .detached: .detached(try key)
            case .attribute: try attributeRecord
            case .attributeRemoved: .attributeRemoved(try baseID)
            case .connection: .connectionName(ConnectionID(try uuid(id, "id")), try field(name))
            case .isolation: .isolation(try baseID, try field(isolation.flatMap(Isolation.init)))
            case .intent: .intent(try key, try addressField)
            case .intentDropped: .intentDropped(try key)
            case .forgotten: .forgotten(try key)
            case .attributeForgotten: .attributeForgotten(try baseID)
            case .plan: .planApplied(try field(id))
            case .state: throw .otherState
            case nil: throw kind.map(BadLine.newerRecord) ?? .notRecord
            }
        }
    }

    private var environmentRecord: StateRecord {
        get throws(BadLine) {
            let environment = RecordedEnvironment(
                id: EnvironmentID(try uuid(id, "id")),
                address: try addressField,
                values: try field(values),
                isProtected: protect ?? false
            )
            return .environment(try key, environment)
        }
    }

    private var attributeRecord: StateRecord {
        get throws(BadLine) {
            let attribute = EnvironmentUserAttribute(
                name: try field(name),
                defaultValues: try field(defaultValues)
            )
            return .attribute(try baseID, RecordedAttribute(base: try label, attribute: attribute))
        }
    }

    private var key: EnvironmentKey {
        get throws(BadLine) {
            EnvironmentKey(base: try baseID, connection: ConnectionID(try uuid(connection, "connection")))
        }
    }

    private var baseID: ConnectionID {
        get throws(BadLine) { ConnectionID(try uuid(base, "base")) }
    }

    private var addressField: Address {
        get throws(BadLine) { try field(Address(try label)) }
    }

    /// An address, which no manifest can have with a control character.
    private var label: String {
        get throws(BadLine) {
            let text = try field(address)
            if let control = text.utf8.first(where: { $0 < 0x20 || $0 == 0x7F }) {
                throw .controlCharacter(control)
            }
            return text
        }
    }

    private func uuid(_ text: String?, _ name: String) throws(BadLine) -> String {
        let text = try field(text)
        guard UUIDText.isWellFormed(text) else { throw .notUUID(field: name, text) }
        return text
    }

    private func field<Value>(_ value: Value?) throws(BadLine) -> Value {
        guard let value else { throw .notRecord }
        return value
    }
}

extension StateLine {
    /// Reads one JSON object. Members that this version does not know are left out of account.
    /// - Throws: when there is no JSON object, or something behind it.
    init(reading reader: inout JSONReader) throws(JSONProblem) {
        self.init()
        let isObject = try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "base": base = try reader.string()
            case "connection": connection = try reader.string()
            case "record": kind = try reader.string()
            case "id": id = try reader.string()
            case "address": address = try reader.string()
            case "values": values = try reader.values()
            case "protect": protect = try reader.boolean()
            case "isolation": isolation = try reader.string()
            case "name": name = try reader.string()
            case "defaultValues": defaultValues = try reader.values()
            case "format": format = try reader.text().flatMap { Int($0) }
            case "lineage": lineage = try reader.string()
            case "instance": instance = try reader.string()
            default: try reader.skip()
            }
        }
        guard isObject else { throw .notJSON }
        try reader.end()
    }

    /// The object in one line, its members sorted, with the line break.
    var text: [UInt8] {
        let object = JSONValue.object([
            "address": address.map(JSONValue.string),
            "base": base.map(JSONValue.string),
            "connection": connection.map(JSONValue.string),
            "defaultValues": (defaultValues?.texts).map(JSONValue.strings),
            "format": format.map(JSONValue.number),
            "id": id.map(JSONValue.string),
            "instance": instance.map(JSONValue.string),
            "isolation": isolation.map(JSONValue.string),
            "lineage": lineage.map(JSONValue.string),
            "name": name.map(JSONValue.string),
            "protect": protect.map(JSONValue.boolean),
            "record": kind.map(JSONValue.string),
            "values": (values?.texts).map(JSONValue.strings),
        ])
        return object.bytes + [StateFormat.newline]
    }
}

extension JSONReader {
    fileprivate mutating func values() throws(JSONProblem) -> [AttributeValue]? {
        try strings()?.map(AttributeValue.init)
    }
}
