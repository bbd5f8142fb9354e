/// What a store holds of routing, in a form to compare: ids as text, environments and values sorted.
package struct Snapshot: Sendable, Equatable {
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
