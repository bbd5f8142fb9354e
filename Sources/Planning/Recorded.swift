import OmniModel

/// The state, arranged by base.
struct Recorded {
    private var environments: [ConnectionID: [ConnectionID: RecordedEnvironment]] = [:]
    private var attributes: [ConnectionID: RecordedAttribute] = [:]
    private let strictBases: Set<ConnectionID>
    private let releasedValues: [ConnectionID: Set<AttributeValue>]

    init(_ state: State?) {
        for (key, environment) in state?.environments ?? [:] {
            environments[key.base, default: [:]][key.connection] = environment
        }
        attributes = state?.attributes ?? [:]
        strictBases = state?.strictBases ?? []
        releasedValues = state?.releasedValues ?? [:]
    }

    /// In no particular order.
    var bases: Set<ConnectionID> { Set(environments.keys).union(attributes.keys) }

    func environments(of base: ConnectionID) -> [ConnectionID: RecordedEnvironment] {
        environments[base] ?? [:]
    }

    /// Values that an apply took from an environment of the base and gave to no other.
    func releasedValues(of base: ConnectionID) -> Set<AttributeValue> { releasedValues[base] ?? [] }

    func isStrict(_ base: ConnectionID) -> Bool { strictBases.contains(base) }

    func attribute(of base: ConnectionID) -> RecordedAttribute? { attributes[base] }

    func label(of base: ConnectionID) -> String {
        attributes[base]?.base ?? environments[base]?.values.map(\.address.base).min() ?? base.text
    }

    /// Every label that a record gives the base.
    func labels(of base: ConnectionID) -> Set<String> {
        var labels = Set(environments[base]?.values.map(\.address.base) ?? [])
        if let attribute = attributes[base] { labels.insert(attribute.base) }
        return labels
    }
}
