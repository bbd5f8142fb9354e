import OmniModel

/// Everything that an organization holds, and the rules by which it changes (docs/omni-api.md, "Rules that
/// the server enforces"). A change that breaks a rule throws a `Refusal` and leaves the store as it was.
package struct Store: Sendable, Equatable {
    /// What is attached to one base: kept beside the environments so that every rule is one lookup.
    struct Routing: Sendable, Equatable {
        var environmentOfConnection: [ResourceID: ResourceID] = [:]
        var environmentOfValue: [AttributeValue: ResourceID] = [:]
    }

    /// In the order of the sandbox file.
    package internal(set) var connections: [Connection] = []
    package internal(set) var userAttributes: [UserAttribute] = []
    var placeOfConnection: [ResourceID: Int] = [:]
    var environmentsByID: [ResourceID: Environment] = [:]
    var routings: [ResourceID: Routing] = [:]
    /// Whether a base's default values may not be an environment's values at the same time, as Omni documents it.
    package var sharesDefaults = true
    /// How many environments have been created, those detached since included.
    package internal(set) var created = 0

    /// The first of several connections with one id stands.
    package init(connections: [Connection] = [], userAttributes: [UserAttribute] = []) {
        self.userAttributes = userAttributes
        for connection in connections where placeOfConnection[connection.id] == nil {
            placeOfConnection[connection.id] = self.connections.count
            self.connections.append(connection)
        }
    }

    /// All environments, in the order of their creation.
    package var environments: [Environment] {
        environmentsByID.values.sorted { $0.serial < $1.serial }
    }

    /// The environment of an id.
    ///
    /// - Throws: `unknownEnvironment`, also when it was detached.
    package func environment(_ id: ResourceID) throws(Refusal) -> Environment {
        guard let environment = environmentsByID[id] else { throw .unknownEnvironment(id) }
        return environment
    }

    /// The environments of all bases that run on a connection, in the order of their creation.
    package func environments(on connection: ResourceID) -> [Environment] {
        routings.values
            .compactMap { $0.environmentOfConnection[connection].flatMap { environmentsByID[$0] } }
            .sorted { $0.serial < $1.serial }
    }

    /// The connection, unless it is unknown or deleted.
    package func connection(_ id: ResourceID) throws(Refusal) -> Connection {
        guard let place = placeOfConnection[id], connections[place].deletedAt == nil else {
            throw .unknownConnection(id)
        }
        return connections[place]
    }
}

/// What a store holds of routing, in a form to compare: ids as text, environments and values sorted.
package struct Snapshot: Sendable, Equatable {
    /// An environment without its base, its values sorted.
    package struct Environment: Sendable, Equatable {
        package let id: String
        package let connection: String
        package let values: [String]

        package init(id: String, connection: String, values: [String]) {
            self.id = id
            self.connection = connection
            self.values = values
        }
    }

    /// By the id of the base connection, each sorted by the id of the attached connection. A base
    /// without environments is absent.
    package var environments: [String: [Environment]] = [:]
    /// By the id of the base connection.
    package var attributes: [String: Store.RoutingAttribute] = [:]

    /// Deleted connections have no part in it.
    package init(_ store: Store) {
        for environment in store.environments {
            environments[environment.base.text, default: []].append(Environment(environment))
        }
        for base in environments.keys {
            environments[base]?.sort { $0.connection < $1.connection }
        }
        for connection in store.connections where connection.deletedAt == nil {
            attributes[connection.id.text] = connection.routing
        }
    }
}

extension Snapshot.Environment {
    fileprivate init(_ environment: Store.Environment) {
        id = environment.id.text
        connection = environment.connection.text
        values = environment.values.sorted()
    }
}

/// A UUID as the API writes it, in lower case so that two spellings of one id are equal.
package struct ResourceID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// Gives nil for anything but 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
    package init?(_ text: some StringProtocol) {
        guard Self.isUUID(text.utf8) else { return nil }
        self.text = text.lowercased()
    }

    /// The id of the environment that a store creates as its `serial`th: readable and the same in every
    /// run, so that answers can be compared byte by byte, yet different for other bases and connections.
    init(environment serial: Int, of base: ResourceID, connection: ResourceID) {
        text = "\(base.text.prefix(8))-\(connection.text.prefix(4))-4000-8000-\(Self.hex(serial))"
    }

    /// An id for a thing that is named without one: the same in every run.
    package init(serial: Int) {
        text = "00000000-0000-4000-8000-\(Self.hex(serial))"
    }

    package var description: String { text }

    package static func < (first: Self, second: Self) -> Bool { first.text < second.text }

    private static func hex(_ serial: Int) -> String {
        let digits = String(serial, radix: 16)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    private static func isUUID(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { offset, byte in
            switch offset {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: isHexDigit(byte)
            }
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}
