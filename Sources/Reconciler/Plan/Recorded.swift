import OmniAPI

/// The state, arranged by base.
struct Recorded {
    private var environments: [ConnectionID: [ConnectionID: RecordedEnvironment]] = [:]
    private var attributes: [ConnectionID: RecordedAttribute] = [:]
    private let releasedValues: [ConnectionID: Set<ExactText>]

    init(_ state: State?) {
        for (key, environment) in state?.environments ?? [:] {
            environments[key.base, default: [:]][key.connection] = environment
        }
        attributes = state?.attributes ?? [:]
        releasedValues = state?.releasedValues ?? [:]
    }

    /// In no particular order.
    var bases: Set<ConnectionID> { Set(environments.keys).union(attributes.keys) }

    func environments(of base: ConnectionID) -> [ConnectionID: RecordedEnvironment] {
        environments[base] ?? [:]
    }

    /// Values that an apply took from an environment of the base and gave to no other.
    func releasedValues(of base: ConnectionID) -> Set<ExactText> { releasedValues[base] ?? [] }

    func attribute(of base: ConnectionID) -> EnvironmentUserAttribute? { attributes[base]?.attribute }

    /// Bases that are managed but no longer in the manifest: nothing is wanted of them.
    func orphanedBases(besides manifest: Manifest, _ desired: Desired, _ options: PlanOptions) -> [Desired
        .Base]
    {
        let wanted = Set(desired.bases.map(\.connection))
        let labels = Set(manifest.bases.map(\.label.value))
        return bases.subtracting(wanted).sorted().compactMap {
            connection in
            let label = label(of: connection)
            // A base that a target leaves out is in the manifest all the same.
            guard options.isTarget(label), options.targets.isEmpty || !labels.contains(label) else {
                return nil
            }
            return Desired.Base(
                label: label,
                connection: connection,
                attribute: nil,
                defaultValues: [],
                isolation: .report,
                allowFallback: [],
                environments: []
            )
        }
    }

    func label(of base: ConnectionID) -> String {
        attributes[base]?.base ?? environments[base]?.values.map(\.address.base).min() ?? base.text
    }
}
