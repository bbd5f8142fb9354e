import Diagnostics
import Manifest
import OmniModel
import Planning

/// Whether the connections and user attributes that a manifest names are there and fit together.
struct LiveBaseCheck {
    private let connections: [Connection]
    private let byID: [ConnectionID: Connection]
    private let directory: ConnectionDirectory
    /// Those of each pair of base and connection.
    private let attached: [EnvironmentKey: [ConnectionEnvironment]]
    private let attributes: [UserAttribute]?

    /// - Parameters:
    ///   - connections: deleted ones among them.
    ///   - environments: those that Omni lists; none where it has no list.
    ///   - attributes: nil when they could not be read.
    init(
        connections: [Connection],
        environments: [ConnectionEnvironment],
        attributes: [UserAttribute]?
    ) {
        self.connections = connections
        self.attributes = attributes
        attached = Dictionary(grouping: environments, by: \.key)
        byID = Dictionary(connections.map { ($0.id, $0) }) { first, _ in first }
        directory = ConnectionDirectory(.listed([], connections: connections), state: nil)
    }

    func results(_ manifest: Manifest) -> [any CheckResult] {
        manifest.bases.flatMap(results)
    }

    private func results(_ base: BaseConnection) -> [any CheckResult] {
        let label = base.label.value
        switch find(base.connection.value, at: label) {
        case .failure(let result): return [result]
        case .success(let connection):
            let wrong = base.environments.compactMap { result($0, base: connection, label: label) }
            let fits = BaseCheckResult.fits(
                label,
                connection: connection.name,
                environments: base.environments.count,
                dialect: connection.dialect
            )
            return (wrong.isEmpty ? [fits] : wrong) + attachedTwice(label, connection)
                + attribute(base, connection) + assertions(base)
        }
    }

    private enum Finding {
        case success(Connection)
        case failure(BaseCheckResult)
    }

    private func find(_ reference: ConnectionReference, at place: String) -> Finding {
        switch reference {
        case .id(let id):
            guard let found = byID[id] else { return .failure(.unknownID(place, id)) }
            return found.isDeleted ? .failure(.deleted(place, name: found.name)) : .success(found)
        case .name(let name):
            let ids = directory.ids(named: name)
            if let id = ids.first, ids.count == 1, let found = byID[id] { return .success(found) }
            guard ids.isEmpty else { return .failure(.ambiguousName(place, name: name, ids)) }
            if connections.contains(where: { ExactText($0.name) == ExactText(name) }) {
                return .failure(.deleted(place, name: name))
            }
            let known = connections.filter { !$0.isDeleted }.map(\.name)
            return .failure(
                .unknownName(place, name: name, meant: Suggestion.closest(to: name, among: known))
            )
        }
    }

    private func result(_ environment: Environment, base: Connection, label: String) -> BaseCheckResult? {
        let place = Address(base: label, environment: environment.label.value).description
        switch find(environment.connection.value, at: place) {
        case .failure(let result): return result
        case .success(let connection):
            if connection.id == base.id { return .isItsOwnBase(place) }
            guard let own = connection.dialect, let dialect = base.dialect, own != dialect else { return nil }
            return .otherDialect(place, own: own, base: dialect)
        }
    }
}

// MARK: - Environments that Omni lists
extension LiveBaseCheck {
    /// Whether the manifest names them or not.
    private func attachedTwice(_ label: String, _ base: Connection) -> [BaseCheckResult] {
        attached.filter { $0.key.base == base.id && $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { key, environments in
                BaseCheckResult.attachedTwice(
                    label,
                    connection: byID[key.connection]?.name ?? key.connection.text,
                    environments.map(\.id.text).sorted()
                )
            }
    }
}

// MARK: - The user attribute
extension LiveBaseCheck {
    /// By the routing that the manifest wants.
    private func assertions(_ base: BaseConnection) -> [any CheckResult] {
        AssertionCheck(directory, userAttributes: attributes)
            .unmet(base, in: RoutedBase(base, knownTo: directory)).map { BaseCheckResult.assertion($0) }
    }

    private func attribute(_ base: BaseConnection, _ connection: Connection) -> [any CheckResult] {
        let label = base.label.value
        guard let name = name(base, connection) else {
            let hasNone = connection.environmentUserAttribute == .none
            let hasValues = base.environments.contains { !$0.values.isEmpty }
            return hasNone && hasValues ? [BaseCheckResult.routesNobody(label)] : []
        }
        guard let attributes else { return [] }
        guard let found = attributes.first(where: { ExactText($0.name) == ExactText(name) }) else {
            return [
                BaseCheckResult.attributeUnknown(
                    label,
                    name,
                    meant: UserAttribute.meant(by: name, among: attributes)
                )
            ]
        }
        guard found.allowsMultipleValues == true else { return [BaseCheckResult.attributeKnown(label, name)] }
        return [BaseCheckResult.attributeHasSeveralValues(label, name)]
    }

    private func name(_ base: BaseConnection, _ connection: Connection) -> String? {
        if let wanted = base.userAttribute { return wanted.name.value }
        guard case .set(let attribute) = connection.environmentUserAttribute else { return nil }
        return attribute.name
    }
}
