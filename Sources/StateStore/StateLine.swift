import JSONText
import Manifest
import OmniModel
import Planning

/// What a line of a state is, as its member `record` says.
private enum RecordKind: String {
    case state, environment, detached, attribute, attributeRemoved, connection, intent, intentDropped
    case forgotten, attributeForgotten, isolation, plan, write, writeDropped, unmanaged, unmanagedGone
    case run, serial

    var json: JSONValue { .string(rawValue) }
}

/// One line of a state file.
enum StateLine: Hashable {
    case header(StateHeader, serial: Int)
    case record(StateRecord)

    /// - Parameter text: the line, which a run keeps as it is.
    /// - Throws: which member is missing or wrong, or that a newer omnienv wrote the line.
    init(_ members: StateMembers, text: ArraySlice<UInt8>) throws(BadLine) {
        let name = try members.text("record")
        guard let kind = RecordKind(rawValue: name) else { throw .newerRecord(name) }
        switch kind {
        case .state:
            guard try members.number("format") <= StateFormat.version else { throw .newerRecord(name) }
            self = .header(try StateHeader(members), serial: try members.serial())
        case .run: self = .record(.run(RunLog.Entry(id: try members.uuid("id"), text: Array(text))))
        default: self = .record(try StateRecord(kind, members))
        }
    }

    /// A run in the form that omnienv writes, without reading more than its id; `nil` for every other line.
    init?(runIn text: ArraySlice<UInt8>) {
        let (head, length) = (RunLog.Entry.head, String.uuidLength)
        let rest = text.dropFirst(head.count)
        guard text.starts(with: head), rest.count > length, text.last == UInt8(ascii: "}") else { return nil }
        let id = String(decoding: rest.prefix(length), as: UTF8.self)
        guard id.isUUID, rest.dropFirst(length).first == UInt8(ascii: "\"") else {
            return nil
        }
        self = .record(.run(RunLog.Entry(id: id, text: Array(text))))
    }

    /// The object in one line, its members in the order in which the record gives them, with the line break.
    var text: [UInt8] {
        switch self {
        case .header(let header, let serial): header.json(serial).bytes + [StateFormat.newline]
        case .record(let record): record.text + [StateFormat.newline]
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

    fileprivate func json(_ serial: Int) -> JSONValue {
        .object([
            "format": .number(StateFormat.version), "instance": .string(instance),
            "lineage": .string(lineage), "record": RecordKind.state.json, "serial": .number(serial),
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
        case .write: self = .write(try NotedWrite(members))
        case .writeDropped: self = .writeDropped(try NotedWrite.Target(members))
        case .unmanaged: self = .unmanaged(try members.key(), try SeenEnvironment(members))
        case .unmanagedGone: self = .unmanagedGone(try members.key())
        case .serial: self = .serial(try members.serial())
        case .state, .run: throw .notRecord
        }
    }

    fileprivate var text: [UInt8] {
        let json: JSONValue
        switch self {
        case .environment(let key, let environment): json = environment.json(key)
        case .detached(let key): json = key.json(.detached)
        case .attribute(let base, let recorded): json = recorded.json(base)
        case .attributeRemoved(let base): json = base.json(.attributeRemoved)
        case .connectionName(let id, let name):
            json = .object([
                "id": .string(id.text), "name": .string(name), "record": RecordKind.connection.json,
            ])
        case .isolation(let base, let isolation): json = isolation.json(base)
        case .intent(let key, let address): json = key.json(.intent, address)
        case .intentDropped(let key): json = key.json(.intentDropped)
        case .forgotten(let key): json = key.json(.forgotten)
        case .attributeForgotten(let base): json = base.json(.attributeForgotten)
        case .planApplied(let seal):
            json = .object(["id": .string(seal), "record": RecordKind.plan.json])
        case .write(let write): json = write.target.json(.write, write.content)
        case .writeDropped(let target): json = target.json(.writeDropped, .nothing)
        case .unmanaged(let key, let seen): json = seen.json(key)
        case .unmanagedGone(let key): json = key.json(.unmanagedGone)
        case .serial(let number):
            json = .object(["record": RecordKind.serial.json, "serial": .number(number)])
        case .run(let entry): return entry.text
        }
        return json.bytes
    }
}

extension NotedWrite {
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        self.init(try Target(members), try Content(members))
    }
}

extension NotedWrite.Target {
    /// Without a connection it is the base's user attribute.
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        self =
            members.has("connection")
            ? .environment(try members.key()) : .attribute(try members.connection("base"))
    }

    fileprivate func json(_ kind: RecordKind, _ content: NotedWrite.Content) -> JSONValue {
        let (base, connection): (ConnectionID, ConnectionID?) =
            switch self {
            case .environment(let key): (key.base, key.connection)
            case .attribute(let base): (base, nil)
            }
        return .object([
            "base": .string(base.text), "connection": connection.map { .string($0.text) },
            "defaultValues": content.attribute.map { .strings($0.defaultValues.texts) },
            "name": content.attribute.map { .string($0.name) }, "record": kind.json,
            "values": content.values.map { .strings($0.texts) },
        ])
    }
}

extension NotedWrite.Content {
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        if members.has("values") {
            self = .values(try members.values("values"))
        } else if members.has("name") {
            let (name, defaults) = (try members.text("name"), try members.values("defaultValues"))
            self = .attribute(EnvironmentUserAttribute(name: name, defaultValues: defaults))
        } else {
            self = .nothing
        }
    }

    fileprivate var attribute: EnvironmentUserAttribute? {
        if case .attribute(let attribute) = self { attribute } else { nil }
    }

    fileprivate var values: [AttributeValue]? {
        if case .values(let values) = self { values } else { nil }
    }
}

extension SeenEnvironment {
    fileprivate init(_ members: StateMembers) throws(BadLine) {
        self.init(id: try members.environmentID(), values: try members.values("values"))
    }

    fileprivate func json(_ key: EnvironmentKey) -> JSONValue {
        .object([
            "base": .string(key.base.text), "connection": .string(key.connection.text),
            "id": .string(id.text), "record": RecordKind.unmanaged.json, "values": .strings(values.texts),
        ])
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
