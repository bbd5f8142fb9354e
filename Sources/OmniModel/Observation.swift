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
    /// Whether `connections` are all that Omni has. Where the token may not list them, they are those that were asked for
    /// by their ids, and an id that is not among them is no connection's.
    package let hasAllConnections: Bool
    /// `nil` where nothing needs them, or the token may not read them.
    package let userAttributes: [UserAttribute]?
    /// Rows of the list of environments that cannot be used.
    package let oddRows: [OddRow]

    package init(
        _ environments: Environments,
        connections: [Connection]?,
        hasAllConnections: Bool = true,
        userAttributes: [UserAttribute]? = nil,
        oddRows: [OddRow] = []
    ) {
        self.environments = environments
        self.oddRows = oddRows
        self.connections = connections
        self.hasAllConnections = hasAllConnections
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

    /// Takes the connections of an earlier reading where this one did not read them, and its user attributes, which no
    /// apply changes.
    package func completed(by earlier: Observation) -> Observation {
        let hasOwn = connections != nil
        return Observation(
            environments,
            connections: connections ?? earlier.connections,
            hasAllConnections: hasOwn ? hasAllConnections : earlier.hasAllConnections,
            userAttributes: userAttributes ?? earlier.userAttributes,
            oddRows: oddRows
        )
    }
}

/// What Omni's list of environments has.
package struct EnvironmentList: Sendable, Hashable {
    package let environments: [ConnectionEnvironment]
    /// Those that cannot be used.
    package let odd: [OddRow]

    package init(_ environments: [ConnectionEnvironment], odd: [OddRow] = []) {
        self.environments = environments
        self.odd = odd
    }
}

/// A row of the list of environments that lacks what it has to have, with what it says all the same.
package struct OddRow: Sendable, Hashable {
    package let base: ConnectionID?
    package let connection: ConnectionID?
    /// What it lacks, as a path such as `connectionEnvironments[2].id`.
    package let lacks: String

    package init(base: ConnectionID?, connection: ConnectionID?, lacks: String) {
        self.base = base
        self.connection = connection
        self.lacks = lacks
    }

    /// Whether it may be an environment of the base: one that does not say its base may be of any that has its connection.
    package func mayBe(of base: ConnectionID, connections: (ConnectionID) -> Bool = { _ in true }) -> Bool {
        if let own = self.base { return own == base }
        return connection.map(connections) ?? true
    }
}
