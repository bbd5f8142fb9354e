import JSONText
import Manifest
import OmniModel
import Planning

/// What a line of a state is, as its member `record` says.
private enum RecordKind: String {
    case state, environment, detached, attribute, attributeRemoved, connection, intent, intentDropped
    case forgotten, attributeForgotten, isolation, plan

    var json: JSONValue { .string(rawValue) }
}

/// One line of a state file.
enum StateLine: Hashable {
    case header(StateHeader)
    case record(StateRecord)

    /// - Throws: which member is missing or wrong, or that a newer omnienv wrote the line.
    init(_ members: StateMembers) throws(BadLine) {
        let name = try members.text("record")
        guard let kind = RecordKind(rawValue: name) else { throw .newerRecord(name) }
        self = kind == .state ? .header(try StateHeader(members)) : .record(try StateRecord(kind, members))
    }

    /// The object in one line, its members sorted, with the line break.
    var text: [UInt8] {
        switch self {
        case .header(let header): header.json.bytes + [StateFormat.newline]
        case .record(let record): record.json.bytes + [StateFormat.newline]
        }
    }
}

extension StateMembers {
    /// `nil` where the line is no header.
    var headerFormat: Int? {
        guard let name = try? text("record"), name == RecordKind.state.rawValue else { return nil }
        return try? number("format")
    }
}

extension StateHeader {
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        self.init(lineage: try members.text("lineage"), instance: try members.text("instance"))
    }

    fileprivate var json: JSONValue {
        .object([
            "format": .number(StateFormat.version), "instance": .string(instance),
            "lineage": .string(lineage), "record": RecordKind.state.json,
        ])
    }
}

extension StateRecord {
    fileprivate init(_ kind: RecordKind, _ members: StateMembers) throws(BadLine) {
        switch kind {
        case .environment: self = .environment(try members.key(), try RecordedEnvironment(members))
        case .detached: self = .detached(try members.key())
        case .attribute: self = .attribute(try members.connection("base"), try RecordedAttribute(members))
        case .attributeRemoved: self = .attributeRemoved(try members.connection("base"))
        case .connection: self = .connectionName(try members.connection("id"), try members.text("name"))
        case .isolation: self = .isolation(try members.connection("base"), try Isolation(members))
        case .intent: self = .intent(try members.key(), try members.address())
        case .intentDropped: self = .intentDropped(try members.key())
        case .forgotten: self = .forgotten(try members.key())
        case .attributeForgotten: self = .attributeForgotten(try members.connection("base"))
        case .plan: self = .planApplied(try members.text("id"))
        case .state: throw .otherState
        }
    }

    fileprivate var json: JSONValue {
        switch self {
        case .environment(let key, let environment): environment.json(key)
        case .detached(let key): key.json(.detached)
        case .attribute(let base, let recorded): recorded.json(base)
        case .attributeRemoved(let base): base.json(.attributeRemoved)
        case .connectionName(let id, let name):
            .object(["id": .string(id.text), "name": .string(name), "record": RecordKind.connection.json])
        case .isolation(let base, let isolation): isolation.json(base)
        case .intent(let key, let address): key.json(.intent, address)
        case .intentDropped(let key): key.json(.intentDropped)
        case .forgotten(let key): key.json(.forgotten)
        case .attributeForgotten(let base): base.json(.attributeForgotten)
        case .planApplied(let seal): .object(["id": .string(seal), "record": RecordKind.plan.json])
        }
    }
}

extension RecordedEnvironment {
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        self.init(
            id: try members.environmentID(),
            address: try members.address(),
            values: try members.values("values"),
            isProtected: try members.flag("protect")
        )
    }

    fileprivate func json(_ key: EnvironmentKey) -> JSONValue {
        .object([
            "address": .string(address.description), "base": .string(key.base.text),
            "connection": .string(key.connection.text), "id": .string(id.text),
            "protect": isProtected ? .boolean(true) : nil, "record": RecordKind.environment.json,
            "values": .strings(values.texts),
        ])
    }
}

extension RecordedAttribute {
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        let attribute = EnvironmentUserAttribute(
            name: try members.text("name"),
            defaultValues: try members.values("defaultValues")
        )
        self.init(base: try members.label(), attribute: attribute)
    }

    fileprivate func json(_ connection: ConnectionID) -> JSONValue {
        .object([
            "address": .string(base), "base": .string(connection.text),
            "defaultValues": .strings(attribute.defaultValues.texts), "name": .string(attribute.name),
            "record": RecordKind.attribute.json,
        ])
    }
}

extension Isolation {
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        guard let isolation = Isolation(rawValue: try members.text("isolation")) else {
            throw .unusable("isolation")
        }
        self = isolation
    }

    fileprivate func json(_ base: ConnectionID) -> JSONValue {
        .object([
            "base": .string(base.text), "isolation": .string(rawValue), "record": RecordKind.isolation.json,
        ])
    }
}

extension EnvironmentKey {
    fileprivate func json(_ kind: RecordKind, _ address: Address? = nil) -> JSONValue {
        .object([
            "address": (address?.description).map(JSONValue.string), "base": .string(base.text),
            "connection": .string(connection.text), "record": kind.json,
        ])
    }
}

extension ConnectionID {
    fileprivate func json(_ kind: RecordKind) -> JSONValue {
        .object(["base": .string(text), "record": kind.json])
    }
}
