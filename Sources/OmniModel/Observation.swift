/// What Omni answered, before anything is made of it.
package enum Observation: Sendable {
    /// `connections` is `nil` when the manifest needs none of it: no name to resolve, no attribute to compare.
    case listed([ConnectionEnvironment], connections: [Connection]?)
    /// The instance has no list of environments; only the state knows their ids.
    case noListEndpoint(connections: [Connection]?)
    /// Nothing was asked.
    case offline

    package var connections: [Connection]? {
        switch self {
        case .listed(_, let connections), .noListEndpoint(let connections): connections
        case .offline: nil
        }
    }
}

extension Observation {
    /// Takes the connections of an earlier look where this one did not read them.
    package func completed(by earlier: [Connection]?) -> Observation {
        switch self {
        case .listed(let environments, connections: nil): .listed(environments, connections: earlier)
        case .noListEndpoint(connections: nil): .noListEndpoint(connections: earlier)
        case .listed, .noListEndpoint, .offline: self
        }
    }
}
