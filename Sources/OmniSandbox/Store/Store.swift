/// Everything that an organization holds, and the rules by which it changes (docs/omni-api.md, "Rules that
/// the server enforces"). A change that breaks a rule throws a `Refusal` and leaves the store as it was.
package struct Store: Sendable, Equatable {
    /// What is attached to one base: kept beside the environments so that every rule is one lookup.
    struct Routing: Sendable, Equatable {
        var environmentOfConnection: [ResourceID: ResourceID] = [:]
        var environmentOfValue: [String: ResourceID] = [:]
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
