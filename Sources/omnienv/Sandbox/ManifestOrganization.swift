import Diagnostics
import Manifest
import OmniModel
import OmniSandbox

/// An organization as a manifest describes it, every environment attached: what an apply of it would leave. Connections that
/// the manifest names get ids, and those that it knows by id alone get their id for a name.
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
        let connections = references.compactMap { reference in
            ids[reference].map { Self.connection(reference, $0) }
        }
        let names = Set(manifest.bases.compactMap { $0.userAttribute?.name.value }).sorted()
        let attributes = names.enumerated().map { index, name in
            Store.UserAttribute(id: ResourceID(serial: ids.count + index + 1), name: name, label: name)
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
