import Diagnostics
import Manifest
import OmniModel

/// One base: what is wanted of it, what there is, what was recorded, and the differences between them.
struct BaseComparison {
    private(set) var base: Desired.Base
    let currentAttribute: Connection.Attribute
    let currentEnvironments: Current.Environments
    /// Further environments of a pair that Omni lists several times: left alone.
    let twins: [(connection: ConnectionID, environment: SeenEnvironment)]
    private(set) var changes: [Change] = []
    private(set) var attached: [EnvironmentTarget] = []
    private(set) var writes: [HolderWrite] = []
    private(set) var attributeWrite: AttributeWrite?
    /// Whether the state has the base's attribute.
    let knowsAttribute: Bool
    private(set) var records: [StateRecord] = []
    private(set) var labels: [ConnectionID: String] = [:]
    let recordedEnvironments: [ConnectionID: RecordedEnvironment]
    /// What the comparison is confined to; `nil` for the whole base.
    private(set) var group: ExchangeGroup?
    private let releasedValues: Set<AttributeValue>
    private let noted: [ConnectionID: NotedWrite.Content]
    private let prunes: Bool
    /// Isolation as of the last apply.
    private let wasStrict: Bool

    init(_ base: Desired.Base, recorded: Recorded, current: Current, options: PlanOptions) {
        self.base = base
        recordedEnvironments = recorded.environments(of: base.connection)
        releasedValues = recorded.releasedValues(of: base.connection)
        noted = recorded.notedWrites(of: base.connection)
        let wanted = Dictionary(base.environments.map { ($0.connection.value, $0.values) }) { first, _ in
            first
        }
        (currentEnvironments, twins) = current.environments(
            of: base.connection,
            recorded: recordedEnvironments,
            wanted: { wanted[$0]?.map(\.value) ?? [] }
        )
        let attribute = AttributeComparison(
            base,
            recorded: recorded.attribute(of: base.connection),
            current: current.attribute(of: base.connection),
            noted: recorded.notedAttribute(of: base.connection),
            prunes: options.prunes(in: base)
        )
        currentAttribute = attribute.current
        knowsAttribute = attribute.isKnown
        attributeWrite = attribute.write
        prunes = options.prunes(in: base)
        wasStrict = recorded.isStrict(base.connection)
        for environment in base.environments { compare(environment) }
        compareRest()
        if current.isLive { note(recorded) }
        changes += attribute.changes
        records += attribute.records
        if !base.hasLeftManifest, wasStrict != (base.isolation == .strict) {
            records.append(.isolation(base.connection, base.isolation))
        }
        if base.hasLeftManifest, changes.contains(where: \.isOrphan) {
            changes.insert(.orphanedBase(base.label), at: 0)
        }
    }

    /// Whether values that the last apply kept from the base may reach it now. A base that has left the manifest is left
    /// alone unless it is pruned.
    var liftsIsolation: Bool { wasStrict && base.isolation != .strict && (!base.hasLeftManifest || prunes) }

    /// Values that the last apply had routed, or had on their way, and that no environment holds now.
    var unroutedValues: Set<AttributeValue> {
        var values = releasedValues
        for recorded in recordedEnvironments.values { values.formUnion(recorded.values) }
        return values.subtracting(holders.keys).subtracting(twins.flatMap { $0.environment.values })
    }

    /// How many environments of the base are managed and there.
    var managedCount: Int {
        currentEnvironments.keys.count { recordedEnvironments[$0] != nil || labels[$0] != nil }
    }
}

// MARK: - Environments of the manifest
extension BaseComparison {
    private mutating func compare(_ environment: ResolvedEnvironment) {
        let connection = environment.connection.value
        labels[connection] = environment.label.value
        let recorded = recordedEnvironments[connection]
        guard let current = currentEnvironments[connection] else {
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
                .environment(target),
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
extension BaseComparison {
    private mutating func compareRest() {
        let left = recordedEnvironments.filter { labels[$0.key] == nil }
        for (connection, recorded) in left.sorted(byLabel: { $1.address.environment }) {
            compareRecorded(connection, recorded)
        }
        let unknown = currentEnvironments.filter {
            labels[$0.key] == nil && recordedEnvironments[$0.key] == nil
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
    private mutating func note(_ recorded: Recorded) {
        let seen = recorded.unmanaged(of: base.connection)
        for change in changes {
            guard case .unmanaged(let key, let id, let values) = change else { continue }
            let now = SeenEnvironment(id: id, values: values)
            if seen[key.connection] != now { records.append(.unmanaged(key, now)) }
        }
        for connection in seen.keys.sorted() where currentEnvironments[connection] == nil {
            let key = EnvironmentKey(base: base.connection, connection: connection)
            records.append(.unmanagedGone(key))
        }
        for connection in noted.keys.sorted() {
            let before = recordedEnvironments[connection]?.values
            let now = currentEnvironments[connection]?.values
            guard before.map(Set.init) == now.map(Set.init) else { continue }
            let key = EnvironmentKey(base: base.connection, connection: connection)
            records.append(.writeDropped(.environment(key)))
        }
    }

    private mutating func compareRecorded(_ connection: ConnectionID, _ recorded: RecordedEnvironment) {
        let key = EnvironmentKey(base: base.connection, connection: connection)
        let current = currentEnvironments[connection]
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
            HolderWrite(.detached(target), from: current.values, to: [], wasProtected: recorded.isProtected)
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

extension Change {
    /// Whether it is managed, in Omni, and left alone although the manifest does not name it.
    fileprivate var isOrphan: Bool {
        switch self {
        case .orphaned, .orphanedAttribute: true
        case .attach, .adopt, .setValues, .detach, .setAttribute, .removeAttribute, .protect, .orphanedBase,
            .gone, .unmanaged:
            false
        }
    }
}

// MARK: - A part of the base
extension BaseComparison {
    /// The comparison with the attribute that the base has now: of what the manifest says, only the default values.
    var withLiveAttribute: BaseComparison {
        var copy = self
        copy.attributeWrite = liveAttributeWrite
        return copy
    }

    private var liveAttributeWrite: AttributeWrite? {
        guard case .set(let wanted, let live?) = attributeWrite else { return nil }
        let attribute = EnvironmentUserAttribute(name: live.name, defaultValues: wanted.defaultValues)
        return attribute.isSame(as: live) ? nil : .set(attribute, from: live)
    }

    /// Leaves out everything but a group of environments, and the base's default values where these take part.
    mutating func confine(to group: ExchangeGroup) {
        let isMember = { (connection: ConnectionID) in group.environments.contains(connection) }
        self.group = group
        base.confine(to: group.environments)
        attached.removeAll { !isMember($0.key.connection) }
        writes.removeAll { $0.target.map { !isMember($0.key.connection) } ?? false }
        attributeWrite = group.hasBase ? liveAttributeWrite : nil
        changes = changes.compactMap { change in
            guard case .setAttribute(let from, _, let cause) = change else {
                return change.connection.map(isMember) == true ? change : nil
            }
            guard case .set(let attribute, _)? = attributeWrite else { return nil }
            return .setAttribute(from: from, to: attribute, cause)
        }
        records.removeAll { record in
            switch record {
            case .environment(let key, _), .detached(let key), .writeDropped(.environment(let key)):
                !isMember(key.connection)
            default: true
            }
        }
    }
}

extension Cause {
    /// - Parameter isOwn: whether an apply whose end nobody knows made the difference, and nobody else.
    init(isPending: Bool, isDrift: Bool, isOwn: Bool = false) {
        self = isDrift ? (isOwn ? .cutOff : isPending ? .both : .drift) : .pending
    }
}
