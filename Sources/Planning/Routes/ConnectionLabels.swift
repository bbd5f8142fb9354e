import OmniModel

/// What people call connections: by the manifest's label, else by the one that was recorded, else by Omni's name.
struct ConnectionLabels {
    private var labels: [EnvironmentKey: String] = [:]
    private var names: [ConnectionID: String]

    init(_ desired: Desired, state: State?, connections: [Connection]?) {
        names = state?.connectionNames ?? [:]
        for connection in connections ?? [] { names[connection.id] = connection.name }
        for (key, environment) in state?.environments ?? [:] { labels[key] = environment.address.environment }
        for environment in desired.bases.flatMap(\.environments) {
            labels[environment.key] = environment.label
        }
    }

    func label(of key: EnvironmentKey) -> String { labels[key] ?? name(of: key.connection) }

    func name(of connection: ConnectionID) -> String { names[connection] ?? connection.text }
}
