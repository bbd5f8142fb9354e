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
    private(set) var changes: [Change]
    private(set) var attached: [EnvironmentTarget]
    private(set) var writes: [HolderWrite]
    private(set) var attributeWrite: AttributeWrite?
    /// Whether the state has the base's attribute.
    let knowsAttribute: Bool
    private(set) var records: [StateRecord]
    /// Of the manifest's environments.
    let labels: [ConnectionID: String]
    let recordedEnvironments: [ConnectionID: RecordedEnvironment]
    /// What the comparison is confined to; `nil` for the whole base.
    private(set) var group: ExchangeGroup?
    private let releasedValues: Set<AttributeValue>
    private let prunes: Bool
    /// Isolation as of the last apply.
    private let wasStrict: Bool

    init(_ base: Desired.Base, recorded: Recorded, current: Current, options: PlanOptions) {
        self.base = base
        prunes = options.prunes(in: base)
        let environments = EnvironmentComparison(base, recorded: recorded, current: current, prunes: prunes)
        let attribute = AttributeComparison(
            base,
            recorded: recorded.attribute(of: base.connection),
            current: current.attribute(of: base.connection),
            noted: recorded.notedAttribute(of: base.connection),
            prunes: prunes
        )
        (currentEnvironments, twins) = (environments.current, environments.twins)
        (recordedEnvironments, labels) = (environments.recorded, environments.labels)
        (attached, writes) = (environments.attached, environments.writes)
        (changes, records) = (environments.changes, environments.records)
        (currentAttribute, attributeWrite) = (attribute.current, attribute.write)
        knowsAttribute = attribute.isKnown
        releasedValues = recorded.releasedValues(of: base.connection)
        wasStrict = recorded.isStrict(base.connection)
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
            case .attribute, .attributeRemoved, .attributeForgotten, .connectionName, .isolation, .forgotten,
                .intent,
                .intentDropped, .planApplied, .write, .writeDropped(.attribute), .unmanaged, .unmanagedGone,
                .run,
                .serial:
                true
            }
        }
    }
}
