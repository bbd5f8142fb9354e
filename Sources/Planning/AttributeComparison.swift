import Manifest
import OmniModel

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
