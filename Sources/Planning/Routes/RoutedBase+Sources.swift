import Diagnostics
package import Manifest
package import OmniModel

extension RoutedBase {
    /// As the manifest wants it, whatever Omni has.
    package init(_ base: BaseConnection) {
        self.init(
            label: base.label.value,
            connection: base.connection.value.text,
            selector: base.userAttribute.map { .attribute(EnvironmentUserAttribute($0)) } ?? .unknown,
            environments: base.environments.map { environment in
                Environment(
                    label: environment.label.value,
                    connection: environment.connection.value.text,
                    id: environment.connection.value.id,
                    values: environment.values.map(\.value)
                )
            }
        )
    }

    /// As the last applies left it, in the order of the labels.
    package static func recorded(_ state: State) -> [RoutedBase] {
        let recorded = Recorded(state)
        return recorded.bases.map { base in
            let environments = recorded.environments(of: base).map { connection, environment in
                Environment(
                    label: environment.address.environment,
                    connection: state.connectionNames[connection] ?? connection.text,
                    id: connection,
                    values: environment.values
                )
            }
            return RoutedBase(
                label: recorded.label(of: base),
                connection: state.connectionNames[base] ?? base.text,
                selector: recorded.attribute(of: base).map { .attribute($0.attribute) } ?? .unknown,
                environments: environments.sorted { ExactText($0.label) < ExactText($1.label) }
            )
        }.sorted { ExactText($0.label) < ExactText($1.label) }
    }

    /// The manifest's bases as Omni has them: with everything that is attached to them, managed or not.
    /// - Throws: when a name of the manifest fits no connection, or several.
    package static func listed(
        _ manifest: Manifest,
        state: State?,
        observation: Observation
    ) throws(PlanFailure) -> [RoutedBase] {
        let directory = ConnectionDirectory(observation, state: state)
        let desired = try NameResolution.resolve(manifest.bases, with: directory)
        let current = Current(observation, state: state)
        let names = ConnectionLabels(desired, state: state, connections: observation.connections)
        return desired.bases.map { base in
            let environments = current.environments(of: base.connection).map { connection, environment in
                Environment(
                    label: names.label(of: EnvironmentKey(base: base.connection, connection: connection)),
                    connection: names.name(of: connection),
                    id: connection,
                    values: environment.values
                )
            }
            return RoutedBase(
                label: base.label,
                connection: names.name(of: base.connection),
                selector: Selector(current.attribute(of: base.connection)),
                environments: environments.sorted { ExactText($0.label) < ExactText($1.label) }
            )
        }
    }
}

extension RoutedBase.Selector {
    fileprivate init(_ attribute: Connection.Attribute) {
        self =
            switch attribute {
            case .unreported: .unknown
            case .none: .none
            case .set(let attribute): .attribute(attribute)
            }
    }
}
