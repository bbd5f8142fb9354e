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
        let desired = try Desired(
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
    func problems(of base: BaseComparison) -> [PlanProblem] {
        let missing = Set(base.attached.map(\.key))
        return base.base.environments.lazy.filter { missing.contains(base.base.key(of: $0)) }.compactMap {
            let connection = $0.connection
            return directory.problem(attaching: connection.value, to: base.base.connection)
                .map { PlanProblem($0, at: connection.range) }
        }
    }

    private static func newNames(_ names: [ConnectionID: String], state: State?) -> [StateRecord] {
        names.sorted { $0.key < $1.key }
            .filter { id, name in state?.connectionNames[id].map(ExactText.init) != ExactText(name) }
            .map { .connectionName($0.key, $0.value) }
    }
}
