/// A change that somebody makes past the client that is being tried out.
package enum OutsideEdit: Sendable, Equatable {
    /// Attaches a connection to a base, without values.
    case attach(base: ResourceID, connection: ResourceID)
    /// Detaches a connection from every base.
    case detach(connection: ResourceID)
    /// Sets the values of every environment on a connection.
    case values(connection: ResourceID, [String])
    case deleteConnection(ResourceID)
}

extension Store {
    /// Carries out an edit from outside, by the same rules as a request's. Editing what is not attached
    /// changes nothing.
    /// - Parameter time: when a deleted connection says it was deleted, in the form of RFC 3339.
    mutating func apply(_ edit: OutsideEdit, at time: String) throws(Refusal) {
        switch edit {
        case .attach(let base, let connection):
            _ = try attach([connection], to: base)
        case .detach(let connection):
            for environment in environments(on: connection) {
                try detach(environment.id)
            }
        case .values(let connection, let values):
            for environment in environments(on: connection) {
                try setValues(values, of: environment.id)
            }
        case .deleteConnection(let id):
            try deleteConnection(id, at: time)
        }
    }
}
