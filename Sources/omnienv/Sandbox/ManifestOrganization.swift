import Diagnostics
import Manifest
import OmniModel
import OmniSandbox
import Planning

/// An organization as a manifest describes it, every environment attached: what an apply of it would leave. Connections that
/// the manifest names get ids, and those that it knows by id alone get their id for a name. What the manifest asserts is the
/// case.
struct ManifestOrganization {
    private(set) var store: Store
    private var ids: [ConnectionReference: ResourceID] = [:]

    /// - Throws: `Store.Refusal` where Omni would not hold what the manifest says, which its checks have ruled out.
    init(_ manifest: Manifest, sharesDefaults: Bool) throws(Store.Refusal) {
        store = Store()
        let references = manifest.bases.flatMap { base in
            [base.connection.value] + base.environments.map(\.connection.value)
        }
        for reference in references where ids[reference] == nil {
            ids[reference] = Self.id(of: reference, serial: ids.count + 1)
        }
        let overridden = Set(
            manifest.bases.filter { $0.branchOverride?.value == true }.map(\.connection.value)
        )
        let connections = references.compactMap { reference in
            ids[reference].map { id in
                var connection = Self.connection(reference, id)
                connection.branchEnvironmentOverridesUserAttribute = overridden.contains(reference)
                return connection
            }
        }
        let names = Set(manifest.bases.compactMap { $0.userAttribute?.name.value }).sorted()
        let attributes = names.enumerated().map { index, name in
            var attribute = Store.UserAttribute(
                id: ResourceID(serial: ids.count + index + 1),
                name: name,
                label: name
            )
            attribute.defaultValue = Self.defaultValue(of: name, manifest)?.text
            return attribute
        }
        store = Store(connections: connections, userAttributes: attributes)
        store.sharesDefaults = sharesDefaults
        for base in manifest.bases { try add(base) }
    }

    private mutating func add(_ base: BaseConnection) throws(Store.Refusal) {
        guard let id = ids[base.connection.value] else { return }
        let connections = base.environments.compactMap { ids[$0.connection.value] }
        let environments = try store.attach(connections, to: id)
        for (environment, wanted) in zip(environments, base.environments) {
            try store.setValues(wanted.values.map(\.value.text), of: environment.id)
        }
        guard let attribute = base.userAttribute else { return }
        let routing = Store.RoutingAttribute(
            name: attribute.name.value,
            defaultValues: attribute.defaultValues.map(\.value.text)
        )
        try store.setRouting(routing, of: id)
    }

    /// The default value that leads users without a value of their own where every base with the attribute says; nil for
    /// none, and where no value does.
    private static func defaultValue(of name: String, _ manifest: Manifest) -> AttributeValue? {
        let bases = manifest.bases.filter { base in
            base.usersWithoutValue != nil
                && base.userAttribute.map { ExactText($0.name.value) == ExactText(name) } == true
        }
        let values = bases.flatMap(\.environments).flatMap(\.values).map(\.value)
        let fitting = ([nil] + values).first { value in bases.allSatisfy { leads(value, in: $0) } }
        return fitting ?? nil
    }

    private static func leads(_ value: AttributeValue?, in base: BaseConnection) -> Bool {
        guard let wanted = base.usersWithoutValue?.value else { return true }
        let routed = RoutedBase(base)
        let route = value.map(routed.compared) ?? ManifestRoute(to: nil, on: routed.connection)
        return route.meets(wanted) == true
    }

    private static func id(of reference: ConnectionReference, serial: Int) -> ResourceID {
        switch reference {
        case .id(let id): ResourceID(id.text) ?? ResourceID(serial: serial)
        case .name: ResourceID(serial: serial)
        }
    }

    private static func connection(_ reference: ConnectionReference, _ id: ResourceID) -> Store.Connection {
        let name =
            switch reference {
            case .id(let id): id.text
            case .name(let name): name
            }
        return Store.Connection(id: id, name: name, dialect: "snowflake", database: name)
    }
}
