/// What Omni answered, before anything is made of it: read whole before anything is planned (docs/architecture.md).
/// A request that failed never leaves a part of it empty; then there is no observation at all.
package struct Observation: Sendable {
    /// What is known of the environments that Omni has.
    package enum Environments: Sendable {
        case listed([ConnectionEnvironment])
        /// The instance has no list of environments; only the state knows their ids.
        case noListEndpoint
        /// Nothing was asked.
        case notAsked
    }

    /// The list of environments as Omni answered it, in its order and with whatever repeats in it.
    package let environments: Environments
    /// Nil where the token may not read them, or nothing was asked.
    package let connections: [Connection]?
    /// Whether `connections` are all that Omni has. Where the token may not list them, they are those that were asked for
    /// by their ids, and an id that is not among them is no connection's.
    package let hasAllConnections: Bool
    /// Nil where nothing needs them, or the token may not read them.
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

    /// What an instance with a list of environments has; the connections are all that there are.
    package static func listed(
        _ environments: [ConnectionEnvironment],
        connections: [Connection]?,
        userAttributes: [UserAttribute]? = nil
    ) -> Observation {
        Observation(.listed(environments), connections: connections, userAttributes: userAttributes)
    }

    /// What an instance without a list of environments answers.
    package static func noListEndpoint(connections: [Connection]?) -> Observation {
        Observation(.noListEndpoint, connections: connections)
    }

    /// Nothing was asked of Omni: a plan compares with the state alone.
    package static let offline = Observation(.notAsked, connections: nil)

    /// The list's environments in Omni's order; nil where the instance has no list, or nothing was asked.
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

/// What Omni's list of environments has, in Omni's order.
package struct EnvironmentList: Sendable, Hashable {
    package let environments: [ConnectionEnvironment]
    /// The rows that cannot be used. They are kept, since an environment that is passed over looks like one that is missing.
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
