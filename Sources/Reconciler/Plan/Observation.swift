package import OmniAPI

/// What Omni answered, before anything is made of it.
package enum Observation: Sendable {
    /// `connections` is `nil` when the manifest needs none of it: no name to resolve, no attribute to compare.
    case listed([ConnectionEnvironment], connections: [Connection]?)
    /// The instance has no list of environments; only the state knows their ids.
    case noListEndpoint(connections: [Connection]?)
    /// Nothing was asked.
    case offline

    var connections: [Connection]? {
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

extension Manifest {
    /// Whether a plan of it has to read Omni's connections.
    package var needsConnections: Bool {
        bases.contains { base in
            base.userAttribute != nil || base.connection.value.isName
                || base.environments.contains { $0.connection.value.isName }
        }
    }
}

extension ConnectionReference {
    var isName: Bool {
        switch self {
        case .id: false
        case .name: true
        }
    }
}
