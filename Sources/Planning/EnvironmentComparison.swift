import Diagnostics
import Manifest
import OmniModel

/// The environments of one base: what is wanted of them, what there is, what was recorded, and the differences.
struct EnvironmentComparison {
    private(set) var changes: [Change] = []
    /// Those that the plan has to attach.
    private(set) var attached: [EnvironmentTarget] = []
    private(set) var writes: [HolderWrite] = []
    private(set) var records: [StateRecord] = []
    /// Those of the manifest.
    private(set) var labels: [ConnectionID: String] = [:]
    let current: Current.Environments
    /// Further environments of a pair that Omni lists several times: left alone.
    let twins: [(connection: ConnectionID, environment: SeenEnvironment)]
    let recorded: [ConnectionID: RecordedEnvironment]
    private let base: Desired.Base
    private let noted: [ConnectionID: NotedWrite.Content]
    private let prunes: Bool

    init(_ base: Desired.Base, recorded: Recorded, current: Current, prunes: Bool) {
        (self.base, self.prunes) = (base, prunes)
        self.recorded = recorded.environments(of: base.connection)
        noted = recorded.notedWrites(of: base.connection)
        let wanted = Dictionary(base.environments.map { ($0.connection.value, $0.values) }) { first, _ in
            first
        }
        (self.current, twins) = current.environments(
            of: base.connection,
            recorded: self.recorded,
            wanted: { wanted[$0]?.map(\.value) ?? [] }
        )
        for environment in base.environments { compare(environment) }
        compareRest()
        if current.isLive { recordRest(besides: recorded.unmanaged(of: base.connection)) }
    }
}

// MARK: - Environments of the manifest
extension EnvironmentComparison {
    private mutating func compare(_ environment: ResolvedEnvironment) {
        let connection = environment.connection.value
        labels[connection] = environment.label.value
        let recorded = recorded[connection]
        guard let current = current[connection] else {
            attach(environment, recorded: recorded)
            return
        }
        let target = target(environment, id: current.id)
        let wanted = environment.values.map(\.value)
        let isAsWanted = current.values.isSameSet(as: wanted)
        if let recorded {
            if recorded.isProtected != environment.isProtected { changes.append(.protect(target)) }
        } else {
            changes.append(.adopt(target, values: current.values))
        }
        record(environment, current: current, isAsWanted: isAsWanted, recorded: recorded)
        guard !isAsWanted else { return }
        let cause = Cause(
            isPending: !(recorded?.values ?? current.values).isSameSet(as: wanted),
            isDrift: recorded.map { !$0.values.isSameSet(as: current.values) } ?? false,
            isOwn: noted[connection]?.explains(current.values) == true
        )
        changes.append(.setValues(target, from: current.values, to: wanted.distinct, cause))
        write(target, from: current.values, to: wanted.distinct, recorded: recorded)
    }

    private mutating func attach(
        _ environment: ResolvedEnvironment,
        recorded: RecordedEnvironment?
    ) {
        let target = target(environment, id: nil)
        let wanted = environment.values.map(\.value).distinct
        let cause = Cause(
            isPending: recorded.map { !$0.values.isSameSet(as: wanted) } ?? true,
            isDrift: recorded != nil,
            isOwn: noted[environment.connection.value]?.explains(nil) == true
        )
        attached.append(target)
        changes.append(.attach(target, values: wanted, cause))
        if !wanted.isEmpty { write(target, from: [], to: wanted, recorded: recorded) }
    }

    private mutating func write(
        _ target: EnvironmentTarget,
        from: [AttributeValue],
        to: [AttributeValue],
        recorded: RecordedEnvironment?
    ) {
        writes.append(
            HolderWrite(
                .setValues(target),
                from: from,
                to: to,
                wasProtected: recorded?.isProtected ?? false
            )
        )
    }

    private func target(_ environment: ResolvedEnvironment, id: EnvironmentID?)
        -> EnvironmentTarget
    {
        EnvironmentTarget(
            address: address(environment),
            key: base.key(of: environment),
            id: id,
            isProtected: environment.isProtected
        )
    }

    private func address(_ environment: ResolvedEnvironment) -> Address {
        Address(base: base.label, environment: environment.label.value)
    }

    /// What the state learns without a request: the environment itself, its id, label and protection, and values
    /// that someone else has already brought to what the manifest says.
    private mutating func record(
        _ environment: ResolvedEnvironment,
        current: SeenEnvironment,
        isAsWanted: Bool,
        recorded: RecordedEnvironment?
    ) {
        let update = RecordedEnvironment(
            id: current.id,
            address: address(environment),
            values: Self.lastApplied(recorded, current: current, isAsWanted: isAsWanted),
            isProtected: environment.isProtected
        )
        if update != recorded { records.append(.environment(base.key(of: environment), update)) }
    }

    private static func lastApplied(
        _ recorded: RecordedEnvironment?,
        current: SeenEnvironment,
        isAsWanted: Bool
    ) -> [AttributeValue] {
        guard let recorded else { return current.values }
        let isKnown = recorded.values.isSameSet(as: current.values)
        return isAsWanted && !isKnown ? current.values : recorded.values
    }
}

// MARK: - Environments that the manifest does not name
extension EnvironmentComparison {
    private mutating func compareRest() {
        let left = recorded.filter { labels[$0.key] == nil }
        for (connection, recorded) in left.sorted(byLabel: { $1.address.environment }) {
            compareRecorded(connection, recorded)
        }
        let unknown = current.filter {
            labels[$0.key] == nil && recorded[$0.key] == nil
        }
        for (connection, current) in unknown.sorted(by: { $0.key < $1.key }) {
            let key = EnvironmentKey(base: base.connection, connection: connection)
            changes.append(.unmanaged(key, current.id, values: current.values))
        }
        for (connection, twin) in twins {
            let key = EnvironmentKey(base: base.connection, connection: connection)
            changes.append(.unmanaged(key, twin.id, values: twin.values))
        }
    }

    /// What the state learns of environments that nobody manages, and of noted writes that did not come about.
    /// - Parameter seen: those that nobody manages, as the last applies saw them.
    private mutating func recordRest(besides seen: Current.Environments) {
        for change in changes {
            guard case .unmanaged(let key, let id, let values) = change else { continue }
            let now = SeenEnvironment(id: id, values: values)
            if seen[key.connection] != now { records.append(.unmanaged(key, now)) }
        }
        for connection in seen.keys.sorted() where current[connection] == nil {
            let key = EnvironmentKey(base: base.connection, connection: connection)
            records.append(.unmanagedGone(key))
        }
        for connection in noted.keys.sorted() {
            let before = recorded[connection]?.values
            let now = current[connection]?.values
            guard before.map(Set.init) == now.map(Set.init) else { continue }
            let key = EnvironmentKey(base: base.connection, connection: connection)
            records.append(.writeDropped(.environment(key)))
        }
    }

    private mutating func compareRecorded(_ connection: ConnectionID, _ recorded: RecordedEnvironment) {
        let key = EnvironmentKey(base: base.connection, connection: connection)
        let current = current[connection]
        let address =
            base.hasLeftManifest
            ? recorded.address : Address(base: base.label, environment: recorded.address.environment)
        let target = EnvironmentTarget(
            address: address,
            key: key,
            id: current?.id ?? recorded.id,
            isProtected: recorded.isProtected
        )
        guard let current else {
            changes.append(.gone(target))
            records.append(.detached(key))
            return
        }
        follow(address, key, recorded)
        guard prunes else {
            changes.append(.orphaned(target, values: current.values))
            return
        }
        changes.append(.detach(target, values: current.values))
        writes.append(
            HolderWrite(.detach(target), from: current.values, to: [], wasProtected: recorded.isProtected)
        )
    }

    /// The record has the base's label of now, though the manifest does not name the environment.
    private mutating func follow(_ address: Address, _ key: EnvironmentKey, _ recorded: RecordedEnvironment) {
        guard ExactText(address.base) != ExactText(recorded.address.base) else { return }
        var renamed = recorded
        renamed.address = address
        records.append(.environment(key, renamed))
    }
}
