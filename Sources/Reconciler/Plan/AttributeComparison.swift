import OmniAPI

/// The attribute by which a base chooses an environment: what is wanted of it, what there is, what was recorded, and
/// the difference.
struct AttributeComparison {
    /// What an answer did not say is as it was recorded.
    let current: Connection.Attribute
    private(set) var changes: [Change] = []
    private(set) var step: Step?
    private(set) var records: [StateRecord] = []
    private let recorded: EnvironmentUserAttribute?

    init(
        _ base: Desired.Base,
        recorded: EnvironmentUserAttribute?,
        current: Connection.Attribute,
        prunes: Bool
    ) {
        self.recorded = recorded
        self.current = current == .unreported ? recorded.map(Connection.Attribute.set) ?? current : current
        if let wanted = base.attribute {
            compare(wanted, base)
        } else if let recorded {
            compareOrphaned(recorded, base, prunes: prunes)
        }
    }

    private mutating func compare(_ wanted: EnvironmentUserAttribute, _ base: Desired.Base) {
        guard case .set(let set) = current, set.isSame(as: wanted) else {
            let cause = Cause(
                isPending: recorded.map { !$0.isSame(as: wanted) } ?? true,
                isDrift: recorded.map { !current.isSame(as: $0) } ?? false
            )
            changes = [.setAttribute(from: current, to: wanted, cause)]
            step = .setAttribute(wanted, from: current.attribute, purpose: .final)
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
        step = .removeAttribute
    }
}
