import OmniModel

/// A holder of values that the plan writes, and the requests that do it: an environment, or the base itself, whose
/// default values count like an environment's.
struct HolderWrite {
    enum Holder {
        case environment(EnvironmentTarget)
        /// Cannot be undone, so it frees no value by itself: whatever others want of it is taken from it beforehand.
        case detached(EnvironmentTarget)
        /// `old` is `nil` where there is none, or nobody knows it.
        case base(EnvironmentUserAttribute, old: EnvironmentUserAttribute?)
    }

    let holder: Holder
    let from: [AttributeValue]
    let to: [AttributeValue]
    /// By the last apply.
    private let wasProtected: Bool

    init(_ holder: Holder, from: [AttributeValue], to: [AttributeValue], wasProtected: Bool) {
        self.holder = holder
        self.from = from.distinct
        self.to = to
        self.wasProtected = wasProtected
    }

    init(_ attribute: EnvironmentUserAttribute, old: EnvironmentUserAttribute?) {
        self.init(
            .base(attribute, old: old),
            from: old?.defaultValues ?? [],
            to: attribute.defaultValues.distinct,
            wasProtected: false
        )
    }

    var target: EnvironmentTarget? {
        switch holder {
        case .environment(let target), .detached(let target): target
        case .base: nil
        }
    }

    var isBase: Bool { target == nil }

    var isDetached: Bool {
        if case .detached = holder { true } else { false }
    }

    /// Whether it may not be emptied, not even for a moment. What the last apply has protected is protected in this plan
    /// too, whatever the manifest says by now.
    var isProtected: Bool { wasProtected || target?.isProtected ?? false }
    var liftsProtection: Bool { wasProtected && target?.isProtected == false }

    /// Whether the plan itself attaches it.
    var isNew: Bool { target.map { $0.id == nil } ?? false }

    /// Whether its own request stands behind those of all values: a detach, and an attribute that is set for the first
    /// time or renamed, which selects the values that are then in place. What others want of it is released before.
    var closes: Bool {
        switch holder {
        case .environment: false
        case .detached: true
        case .base(let new, let old): old.map { ExactText($0.name) != ExactText(new.name) } ?? true
        }
    }

    /// The request that leaves it with these values and is followed by its own.
    func release(keeping values: [AttributeValue]) -> Step? {
        switch holder {
        case .environment(let target), .detached(let target):
            .setValues(target, from: from, to: values, purpose: .release)
        case .base(_, let old):
            old.map { old in
                let rest = EnvironmentUserAttribute(name: old.name, defaultValues: values)
                return .setAttribute(rest, from: old, purpose: .release)
            }
        }
    }

    /// Its own request.
    /// - Parameter released: what an earlier request has left it with.
    func final(released: [AttributeValue]?) -> Step {
        let held = released ?? from
        switch holder {
        case .environment(let target): return .setValues(target, from: held, to: to, purpose: .final)
        case .detached(let target): return .detach(target, values: held)
        case .base(let new, let old):
            let old = old.map {
                EnvironmentUserAttribute(name: $0.name, defaultValues: released ?? $0.defaultValues)
            }
            return .setAttribute(new, from: old, purpose: .final)
        }
    }
}
