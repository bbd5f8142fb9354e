package import Manifest
package import OmniModel

/// One base connection and where its values lead, with everything called as people know it: by a manifest, by the
/// state, or by what Omni lists. The value that `route`, `graph` and the expectations ask.
package struct RoutedBase: Sendable {
    /// What chooses an environment for a user.
    package enum Selector: Sendable, Hashable {
        case attribute(EnvironmentUserAttribute)
        /// The base has no user attribute, so everyone reaches the base.
        case none
        /// The base may have an attribute, which cannot be told from here.
        case unknown
    }

    package struct Environment: Sendable, Hashable {
        package let label: String
        /// The connection's name where it is known, else its id.
        package let connection: String
        /// `nil` while a manifest gives only a name.
        package let id: ConnectionID?
        package let values: [String]
    }

    package let label: String
    package let connection: String
    package let selector: Selector
    package let environments: [Environment]
    private let table: RoutingTable<Int>
    private let defaultValues: Set<ExactText>

    init(label: String, connection: String, selector: Selector, environments: [Environment]) {
        self.label = label
        self.connection = connection
        self.selector = selector
        self.environments = environments
        var table = RoutingTable<Int>(hasAttribute: selector != .none)
        for (index, environment) in environments.enumerated() { table.add(environment.values, to: index) }
        self.table = table
        guard case .attribute(let attribute) = selector else {
            defaultValues = []
            return
        }
        defaultValues = Set(attribute.defaultValues.map(ExactText.init))
    }

    /// Where users with this value end up.
    package func route(of value: String) -> Route {
        let value = ExactText(value)
        if let holder = table.holder(of: value) { return .environment(environments[holder]) }
        if selector == .none { return .base(.noAttribute) }
        return .base(defaultValues.contains(value) ? .defaultValue : .unlisted)
    }
}

/// Where a value of one base leads.
package enum Route: Sendable, Hashable {
    case environment(RoutedBase.Environment)
    case base(Reason)

    package enum Reason: Sendable, Hashable {
        /// The base's own value: meant to reach it.
        case defaultValue
        /// Nobody lists it.
        case unlisted
        /// The base has no user attribute.
        case noAttribute
    }

    /// Whether its users read the base connection's data although nobody said that they should.
    package var fallsBack: Bool {
        switch self {
        case .environment, .base(.defaultValue): false
        case .base(.unlisted), .base(.noAttribute): true
        }
    }

    /// As an expectation names it: an environment's label, or `base`.
    package var target: RouteTarget {
        switch self {
        case .environment(let environment): .environment(environment.label)
        case .base: .base
        }
    }
}
