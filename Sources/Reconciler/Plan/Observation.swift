package import OmniAPI

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

    var basis: Plan.Basis {
        switch self {
        case .listed: .omni
        case .noListEndpoint: .noListEndpoint
        case .offline: .offline
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

extension Manifest {
    /// Whether a plan of it has to read Omni's connections: for names, for attributes, and to prove expectations,
    /// which a base without an attribute cannot meet.
    package var needsConnections: Bool {
        !expectations.isEmpty
            || bases.contains { base in
                base.userAttribute != nil || base.connection.value.isName
                    || base.environments.contains { $0.connection.value.isName }
            }
    }
}
