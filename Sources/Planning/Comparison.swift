import Diagnostics
import Manifest
import OmniModel

/// What is wanted, what was recorded and what there is, in forms that can be compared: the first half of a plan.
struct Comparison {
    /// What the state learns apart from the bases: what became of unfinished creates, and new names.
    let records: [StateRecord]
    private let wanted: [Desired.Base]
    private let recorded: Recorded
    private let current: Current
    private let directory: ConnectionDirectory
    private let options: PlanOptions
    private let groups: [ConnectionID: ExchangeGroup]

    /// - Parameter groups: the parts of bases that were planned before, where only these are to be compared.
    init(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions,
        groups: [ConnectionID: ExchangeGroup] = [:]
    ) throws(PlanFailure) {
        directory = ConnectionDirectory(observation, state: state)
        try observation.checkList(against: state, options)
        let intents = try IntentResolution(state, observation: observation)
        let desired = try NameResolution.resolve(
            manifest.bases.filter { options.isTarget($0.label.value) },
            with: directory,
            userAttributes: observation.userAttributes
        )
        let failures = directory.failures(of: manifest, options.isTarget)
        guard failures.isEmpty else { throw .invalid(failures) }
        recorded = Recorded(intents.state)
        current = Current(observation, state: intents.state)
        let managed = ManagedBases(manifest, recorded, directory, state: intents.state)
        try managed.checkPruning(options, with: directory)
        wanted = desired.bases + managed.left(options)
        try observation.checkRows(of: wanted.map(\.connection), with: recorded.connections(of: wanted))
        records = intents.records + Self.newNames(desired.names, state: intents.state)
        self.options = options
        self.groups = groups
    }

    /// The differences of each base, found when they are asked for.
    var bases: some Collection<BaseComparison> { wanted.lazy.map(comparison) }

    private func comparison(_ base: Desired.Base) -> BaseComparison {
        var comparison = BaseComparison(base, recorded: recorded, current: current, options: options)
        if let labels = options.environments(of: base.label) {
            comparison.confine(to: groups[base.connection] ?? comparison.group(of: labels))
        }
        return comparison
    }

    /// What Omni calls the connection, or the last apply did.
    func name(of connection: ConnectionID) -> String? { directory.name(of: connection) }

    /// What the manifest wants attached to the base and Omni would refuse.
    func refusals(of base: BaseComparison) -> [PlanProblem] {
        let missing = Set(base.attached.map(\.key))
        return base.base.environments.lazy.filter { missing.contains(base.base.key(of: $0)) }.compactMap {
            let connection = $0.connection
            return directory.refusal(of: connection.value, at: base.base.connection)
                .map { PlanProblem($0, at: connection.range) }
        }
    }

    private static func newNames(_ names: [ConnectionID: String], state: State?) -> [StateRecord] {
        names.sorted { $0.key < $1.key }
            .filter { id, name in state?.connectionNames[id].map(ExactText.init) != ExactText(name) }
            .map { .connectionName($0.key, $0.value) }
    }
}

/// The attribute by which a base chooses an environment: what is wanted of it, what there is, what was recorded, and
/// the difference.
struct AttributeComparison {
    /// What an answer did not say is as it was recorded.
    let current: Connection.Attribute
    private(set) var changes: [Change] = []
    private(set) var write: AttributeWrite?
    private(set) var records: [StateRecord] = []
    /// Whether an apply has recorded one.
    let isKnown: Bool
    private let recorded: EnvironmentUserAttribute?

    init(
        _ base: Desired.Base,
        recorded: RecordedAttribute?,
        current: Connection.Attribute,
        noted: NotedWrite.Content?,
        prunes: Bool
    ) {
        self.recorded = recorded?.attribute
        isKnown = recorded != nil
        self.current = current == .unreported ? recorded.map { .set($0.attribute) } ?? current : current
        if let wanted = base.attribute {
            compare(wanted, base, isOwn: noted?.explains(self.current) == true)
        } else if let recorded = recorded?.attribute {
            compareOrphaned(recorded, base, prunes: prunes)
        }
        if let recorded, records.isEmpty { follow(recorded, base) }
    }

    /// The record has the base's label of now, whatever becomes of the attribute.
    private mutating func follow(_ recorded: RecordedAttribute, _ base: Desired.Base) {
        guard !base.hasLeftManifest, ExactText(recorded.base) != ExactText(base.label) else { return }
        let renamed = RecordedAttribute(base: base.label, attribute: recorded.attribute)
        records = [.attribute(base.connection, renamed)]
    }

    private mutating func compare(_ wanted: EnvironmentUserAttribute, _ base: Desired.Base, isOwn: Bool) {
        guard case .set(let set) = current, set.isSame(as: wanted) else {
            let cause = Cause(
                isPending: recorded.map { !$0.isSame(as: wanted) } ?? true,
                isDrift: recorded.map { !current.isSame(as: $0) } ?? false,
                isOwn: isOwn
            )
            changes = [.setAttribute(from: current, to: wanted, cause)]
            write = .set(wanted, from: current.attribute)
            return
        }
        guard recorded?.isSame(as: wanted) != true else { return }
        records = [.attribute(base.connection, RecordedAttribute(base: base.label, attribute: wanted))]
    }

    private mutating func compareOrphaned(
        _ recorded: EnvironmentUserAttribute,
        _ base: Desired.Base,
        prunes: Bool
    ) {
        guard case .set(let set) = current else {
            records = [.attributeRemoved(base.connection)]
            return
        }
        guard prunes else {
            changes = [.orphanedAttribute(recorded)]
            return
        }
        changes = [.removeAttribute(set)]
        write = .remove
    }
}

/// What the plan writes of a base's user attribute.
enum AttributeWrite: Hashable {
    /// `from` is `nil` where there is none, or nobody knows it.
    case set(EnvironmentUserAttribute, from: EnvironmentUserAttribute?)
    case remove
}
