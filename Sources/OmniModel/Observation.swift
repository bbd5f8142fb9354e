/// What Omni answered, before anything is made of it: read whole before anything is planned.
package struct Observation: Sendable {
    package enum Environments: Sendable {
        case listed([ConnectionEnvironment])
        /// The instance has no list of environments; only the state knows their ids.
        case noListEndpoint
        /// Nothing was asked.
        case notAsked
    }

    package let environments: Environments
    /// `nil` where the token may not read them, or nothing was asked.
    package let connections: [Connection]?
    /// `nil` where nothing needs them, or the token may not read them.
    package let userAttributes: [UserAttribute]?

    package init(
        _ environments: Environments,
        connections: [Connection]?,
        userAttributes: [UserAttribute]? = nil
    ) {
        self.environments = environments
        self.connections = connections
        self.userAttributes = userAttributes
    }

    package static func listed(
        _ environments: [ConnectionEnvironment],
        connections: [Connection]?,
        userAttributes: [UserAttribute]? = nil
    ) -> Observation {
        Observation(.listed(environments), connections: connections, userAttributes: userAttributes)
    }

    package static func noListEndpoint(connections: [Connection]?) -> Observation {
        Observation(.noListEndpoint, connections: connections)
    }

    package static let offline = Observation(.notAsked, connections: nil)

    /// Nil where there is no list.
    package var listedEnvironments: [ConnectionEnvironment]? {
        if case .listed(let environments) = environments { environments } else { nil }
    }

    /// Takes the connections of an earlier reading where this one did not read them.
    package func completed(by earlier: [Connection]?) -> Observation {
        Observation(environments, connections: connections ?? earlier, userAttributes: userAttributes)
    }
}
