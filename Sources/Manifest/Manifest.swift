package import Diagnostics
package import OmniModel

/// What the manifest says, all of its files merged, with the place of everything that an error may have
/// to point at. docs/manifest.md explains each part.
package struct Manifest: Sendable {
    /// The only instance that it may be applied to; nil for any. Requests go where the operator says, never here.
    package var instance: Located<InstanceURL>?
    /// In the order of the files and of their lines.
    package var bases: [BaseConnection]
    package var expectations: [Expectation]

    package init(
        instance: Located<InstanceURL>? = nil,
        bases: [BaseConnection],
        expectations: [Expectation] = []
    ) {
        self.instance = instance
        self.bases = bases
        self.expectations = expectations
    }
}

/// A base connection, the label that addresses it, and the environments that hang on it.
///
/// `Connection` is what is known of its connection, and of those of its environments: while texts are read, it may be
/// missing; a manifest names each (`BaseConnection`); the planner knows each by its id.
package struct DeclaredBase<Connection: Sendable>: Sendable {
    package var label: Located<String>
    package var connection: Connection
    /// `nil` when the manifest leaves the base's attribute alone.
    package var userAttribute: UserAttributeSetting?
    package var isolation: Isolation
    /// The values for which a strict base may fall back after all.
    package var allowFallback: [Located<AttributeValue>]
    /// Where users go who have no value of their own, by the attribute's default value; `nil` when that is not asserted.
    package var usersWithoutValue: Located<RouteTarget>?
    /// Whether a branch may have an environment of its own; `nil` when that is not asserted.
    package var branchOverride: Located<Bool>?
    package var environments: [DeclaredEnvironment<Connection>]

    package init(
        label: Located<String>,
        connection: Connection,
        userAttribute: UserAttributeSetting? = nil,
        isolation: Isolation = .report,
        allowFallback: [Located<AttributeValue>] = [],
        usersWithoutValue: Located<RouteTarget>? = nil,
        branchOverride: Located<Bool>? = nil,
        environments: [DeclaredEnvironment<Connection>]
    ) {
        self.label = label
        self.connection = connection
        self.userAttribute = userAttribute
        self.isolation = isolation
        self.allowFallback = allowFallback
        self.usersWithoutValue = usersWithoutValue
        self.branchOverride = branchOverride
        self.environments = environments
    }

    /// The base's default values of its attribute: none where the manifest leaves the attribute alone.
    package var defaultValues: [Located<AttributeValue>] { userAttribute?.defaultValues ?? [] }

    /// This base with what is known of its connection and its environments by now.
    package func with<Other>(
        _ connection: Other,
        _ environments: [DeclaredEnvironment<Other>]
    ) -> DeclaredBase<Other> {
        DeclaredBase<Other>(
            label: label,
            connection: connection,
            userAttribute: userAttribute,
            isolation: isolation,
            allowFallback: allowFallback,
            usersWithoutValue: usersWithoutValue,
            branchOverride: branchOverride,
            environments: environments
        )
    }
}

/// An environment: a connection that a base switches to for the users who hold one of `values`. `Connection` is what is
/// known of it, as of a `DeclaredBase`.
package struct DeclaredEnvironment<Connection: Sendable>: Sendable {
    package var label: Located<String>
    package var connection: Connection
    package var values: [Located<AttributeValue>]
    package var isProtected: Bool

    package init(
        label: Located<String>,
        connection: Connection,
        values: [Located<AttributeValue>] = [],
        isProtected: Bool = false
    ) {
        self.label = label
        self.connection = connection
        self.values = values
        self.isProtected = isProtected
    }

    /// This environment with what is known of its connection by now.
    package func with<Other>(_ connection: Other) -> DeclaredEnvironment<Other> {
        DeclaredEnvironment<Other>(
            label: label,
            connection: connection,
            values: values,
            isProtected: isProtected
        )
    }
}

/// A base as a manifest without errors declares it: each connection is named, by an id or a name.
package typealias BaseConnection = DeclaredBase<Located<ConnectionReference>>
/// An environment as a manifest without errors declares it.
package typealias Environment = DeclaredEnvironment<Located<ConnectionReference>>

/// How a manifest names a connection: by its id, or by the exact name it has in Omni.
package enum ConnectionReference: Sendable, Hashable {
    case id(ConnectionID)
    case name(String)

    /// `nil` for a name.
    package var id: ConnectionID? {
        switch self {
        case .id(let id): id
        case .name: nil
        }
    }

    package var isName: Bool { id == nil }

    /// As the manifest writes it, ids in lower case.
    package var text: String {
        switch self {
        case .id(let id): id.text
        case .name(let name): name
        }
    }
}

/// The base's side of the routing: the attribute that selects, and the values that mean the base itself.
package struct UserAttributeSetting: Sendable {
    package var name: Located<String>
    package var defaultValues: [Located<AttributeValue>]

    package init(name: Located<String>, defaultValues: [Located<AttributeValue>]) {
        self.name = name
        self.defaultValues = defaultValues
    }
}

/// Whether a plan that lets a routed value fall back to the base is only reported, or refused (docs/routing.md).
package enum Isolation: String, Sendable, CaseIterable {
    case report
    case strict
}

/// One line under `expectations`: a value and where the manifest must route it.
package struct Expectation: Sendable {
    /// The base's label.
    package var base: Located<String>
    package var value: Located<AttributeValue>
    package var target: Located<RouteTarget>

    package init(base: Located<String>, value: Located<AttributeValue>, target: Located<RouteTarget>) {
        self.base = base
        self.value = value
        self.target = target
    }
}

extension Manifest {
    /// Whether a plan of it has to read Omni's user attributes.
    package var needsUserAttributes: Bool {
        bases.contains { $0.userAttribute != nil || $0.usersWithoutValue != nil }
    }

    /// Whether it asserts something that only the user attributes can show.
    package var assertsUserAttributes: Bool { bases.contains { $0.usersWithoutValue != nil } }

    /// The connections that it names by their ids.
    package var connectionIDs: Set<ConnectionID> {
        bases.reduce(into: []) { ids, base in
            for reference in [base.connection] + base.environments.map(\.connection) {
                if let id = reference.value.id { ids.insert(id) }
            }
        }
    }
}
