package import Diagnostics
package import Manifest
package import OmniModel

/// One base connection and where its values are routed, with everything called as people know it: by a manifest, by the
/// state, or by what Omni lists. The value that `route`, `graph` and the expectations ask.
package struct RoutedBase: Sendable {
    /// An environment with its values in the order in which they are listed.
    package struct Environment: Sendable, Hashable {
        package let label: String
        package let connection: KnownConnection
        package let values: [AttributeValue]
    }

    package let label: String
    package let connection: KnownConnection
    /// What chooses an environment for a user: of a base that has none, everyone reaches the base. `unreported` where the
    /// base may have one that cannot be told from here.
    package let attribute: Connection.Attribute
    package let environments: [Environment]
    private let table: RoutingTable<Int>
    private let defaultValues: Set<AttributeValue>

    init(
        label: String,
        connection: KnownConnection,
        attribute: Connection.Attribute,
        environments: [Environment]
    ) {
        self.label = label
        self.connection = connection
        self.attribute = attribute
        self.environments = environments
        var table = RoutingTable<Int>(hasAttribute: attribute != .none)
        for (index, environment) in environments.enumerated() { table.add(environment.values, to: index) }
        self.table = table
        defaultValues = Set(attribute.attribute?.defaultValues ?? [])
    }

    /// Where users with this value end up; of a value that several environments list, the first one counts.
    package func route(of value: AttributeValue) -> Route {
        if let index = table.environment(of: value) { return .environment(environments[index]) }
        if attribute == .none { return .base(.noAttribute) }
        return .base(defaultValues.contains(value) ? .defaultValue : .unlisted)
    }
}

/// Where a value of one base is routed.
package enum Route: Sendable, Hashable {
    case environment(RoutedBase.Environment)
    case base(Reason)

    /// Why users of a value run on the base connection.
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

    /// The label of the environment, or `base`.
    package var word: String {
        if case .environment(let environment) = self { environment.label } else { ManifestRoute.base }
    }
}

extension RoutedBase {
    /// Where the value is routed, as an expectation compares it: without a place in the manifest.
    package func compared(_ value: AttributeValue) -> ManifestRoute {
        switch route(of: value) {
        case .environment(let environment): ManifestRoute(to: environment.label, on: environment.connection)
        case .base: ManifestRoute(to: nil, on: connection)
        }
    }
}

extension RoutedBase {
    /// The routing that the manifest wants.
    ///
    /// - Parameter directory: gives the names to the ids and the ids to the names, and the attribute where the manifest
    ///   leaves it alone.
    package init(_ base: BaseConnection, knownTo directory: ConnectionDirectory? = nil) {
        let known = { (reference: ConnectionReference) in
            directory?.known(reference) ?? KnownConnection(reference)
        }
        let connection = known(base.connection.value)
        let live = connection.id.flatMap { directory?.attribute(of: $0) } ?? .unreported
        self.init(
            label: base.label.value,
            connection: connection,
            attribute: base.userAttribute.map { .set(EnvironmentUserAttribute($0)) } ?? live,
            environments: base.environments.map { environment in
                Environment(
                    label: environment.label.value,
                    connection: known(environment.connection.value),
                    values: environment.values.map(\.value)
                )
            }
        )
    }

    /// The routing of all bases as the last applies left it, in the order of the labels.
    package static func recorded(_ state: State) -> [RoutedBase] {
        let recorded = Recorded(state)
        let bases = recorded.bases.sorted {
            (ExactText(recorded.label(of: $0)), $0) < (ExactText(recorded.label(of: $1)), $1)
        }
        return bases.map { base in
            let sorted = recorded.environments(of: base).sorted(byLabel: { $1.address.environment })
            let environments = sorted.map { connection, environment in
                Environment(
                    label: environment.address.environment,
                    connection: KnownConnection(id: connection, name: state.connectionNames[connection]),
                    values: environment.values
                )
            }
            return RoutedBase(
                label: recorded.label(of: base),
                connection: KnownConnection(id: base, name: state.connectionNames[base]),
                attribute: recorded.attribute(of: base).map { .set($0.attribute) } ?? .unreported,
                environments: environments
            )
        }
    }

    /// The manifest's bases as Omni has them: with everything that is attached to them, managed or not.
    /// - Throws: when a name of the manifest fits no connection, or several.
    package static func listed(
        _ manifest: Manifest,
        state: State?,
        observation: Observation
    ) throws(PlanFailure) -> [RoutedBase] {
        let directory = ConnectionDirectory(observation, state: state)
        let desired = try Desired(manifest.bases, with: directory)
        let connections = Recorded(state).connections(of: desired.bases)
        try observation.checkRows(of: desired.bases.map(\.connection), with: connections)
        return live(desired, Current(observation, state: state), state: state, directory)
    }

    /// The bases with everything that is attached to them.
    static func live(
        _ desired: Desired,
        _ current: Current,
        state: State?,
        _ directory: ConnectionDirectory
    ) -> [RoutedBase] {
        let labels = labels(desired, state: state)
        return desired.bases.map { base in
            let label = { (connection: ConnectionID) in
                labels[EnvironmentKey(base: base.connection, connection: connection)]
                    ?? directory.known(connection).text
            }
            let sorted = current.values(of: base.connection).sorted(byLabel: { connection, _ in
                label(connection)
            })
            let environments = sorted.map { connection, values in
                Environment(
                    label: label(connection),
                    connection: directory.known(connection),
                    values: values
                )
            }
            return RoutedBase(
                label: base.label,
                connection: directory.known(base.connection),
                attribute: current.attribute(of: base.connection),
                environments: environments
            )
        }
    }

    /// By the manifest, else as they were recorded.
    private static func labels(_ desired: Desired, state: State?) -> [EnvironmentKey: String] {
        var labels = state?.environments.mapValues(\.address.environment) ?? [:]
        for base in desired.bases {
            for environment in base.environments {
                labels[base.key(of: environment)] = environment.label.value
            }
        }
        return labels
    }
}

extension [Expectation] {
    /// An error for each expectation that the routing of whole bases, found by their labels, does not meet.
    package func failures(in bases: [RoutedBase]) -> [Diagnostic] {
        let byLabel = Dictionary(bases.map { (ExactText($0.label), $0) }) { first, _ in first }
        return failures { base, value in
            byLabel[ExactText(base)]?.compared(value)
        }
    }
}
