import OmniModel

/// The state, arranged by base.
struct Recorded {
    private var environments: [ConnectionID: [ConnectionID: RecordedEnvironment]] = [:]
    private var attributes: [ConnectionID: RecordedAttribute] = [:]
    private let strictBases: Set<ConnectionID>
    private let releasedValues: [ConnectionID: Set<AttributeValue>]
    private let notes: [NotedWrite.Target: NotedWrite.Content]
    private var noted: [ConnectionID: [ConnectionID: NotedWrite.Content]] = [:]
    private var seen: [ConnectionID: [ConnectionID: SeenEnvironment]] = [:]

    init(_ state: State?) {
        for (key, environment) in state?.environments ?? [:] {
            environments[key.base, default: [:]][key.connection] = environment
        }
        attributes = state?.attributes ?? [:]
        strictBases = state?.strictBases ?? []
        releasedValues = state?.releasedValues ?? [:]
        notes = state?.notedWrites ?? [:]
        for case (.environment(let key), let content) in notes {
            noted[key.base, default: [:]][key.connection] = content
        }
        for (key, environment) in state?.unmanaged ?? [:] {
            seen[key.base, default: [:]][key.connection] = environment
        }
    }

    /// In no particular order.
    var bases: Set<ConnectionID> { Set(environments.keys).union(attributes.keys) }

    func environments(of base: ConnectionID) -> [ConnectionID: RecordedEnvironment] {
        environments[base] ?? [:]
    }

    /// Values that an apply took from an environment of the base and gave to no other.
    func releasedValues(of base: ConnectionID) -> Set<AttributeValue> { releasedValues[base] ?? [] }

    /// Writes to environments of the base that were about to be sent, and whose answer is not recorded.
    func notedWrites(of base: ConnectionID) -> [ConnectionID: NotedWrite.Content] { noted[base] ?? [:] }

    func notedAttribute(of base: ConnectionID) -> NotedWrite.Content? { notes[.attribute(base)] }

    /// What the last applies saw on the base and left alone.
    func unmanaged(of base: ConnectionID) -> [ConnectionID: SeenEnvironment] { seen[base] ?? [:] }

    func isStrict(_ base: ConnectionID) -> Bool { strictBases.contains(base) }

    func attribute(of base: ConnectionID) -> RecordedAttribute? { attributes[base] }

    func label(of base: ConnectionID) -> String {
        attributes[base]?.base ?? (environments[base] ?? [:]).values.map(\.address.base).firstInOrder
            ?? base.text
    }

    /// Every label that a record gives the base.
    func labels(of base: ConnectionID) -> Set<String> {
        var labels = Set(environments[base]?.values.map(\.address.base) ?? [])
        if let attribute = attributes[base] { labels.insert(attribute.base) }
        return labels
    }
}

extension Sequence<String> {
    /// The first one in the order of the characters' codes: Swift's own order takes two Unicode forms of a text for one, and
    /// which of them it finds would change from run to run.
    var firstInOrder: String? { map(ExactText.init).min()?.text }
}

extension Sequence {
    /// In the order of their labels, and those of one label in the order of their connections: a dictionary's own order
    /// changes from run to run.
    func sorted<Value>(byLabel label: (ConnectionID, Value) -> String) -> [Element]
    where Element == (key: ConnectionID, value: Value) {
        let labelled = map { (label: ExactText(label($0.key, $0.value)), element: $0) }
        return labelled.sorted { ($0.label, $0.element.key) < ($1.label, $1.element.key) }.map(\.element)
    }
}
