import OmniModel

/// A holder of values that the plan writes, and the requests that do it: an environment, or the base itself, whose
/// default values count like an environment's.
struct HolderWrite {
    /// What brings the holder to what is wanted of it, behind a release where there is one.
    enum Request {
        case setValues(EnvironmentTarget)
        /// Cannot be undone, so it frees no value by itself: whatever others want of it is taken from it beforehand.
        case detach(EnvironmentTarget)
        /// `old` is `nil` where there is none, or nobody knows it.
        case setAttribute(EnvironmentUserAttribute, old: EnvironmentUserAttribute?)
    }

    let request: Request
    let from: [AttributeValue]
    let to: [AttributeValue]
    /// By the last apply.
    private let wasProtected: Bool

    init(_ request: Request, from: [AttributeValue], to: [AttributeValue], wasProtected: Bool) {
        self.request = request
        self.from = from.distinct
        self.to = to
        self.wasProtected = wasProtected
    }

    init(_ attribute: EnvironmentUserAttribute, old: EnvironmentUserAttribute?) {
        self.init(
            .setAttribute(attribute, old: old),
            from: old?.defaultValues ?? [],
            to: attribute.defaultValues.distinct,
            wasProtected: false
        )
    }

    var target: EnvironmentTarget? {
        switch request {
        case .setValues(let target), .detach(let target): target
        case .setAttribute: nil
        }
    }

    var isBase: Bool { target == nil }

    var isDetached: Bool {
        if case .detach = request { true } else { false }
    }

    /// Whether it may not be emptied, not even for a moment. What the last apply has protected is protected in this plan
    /// too, whatever the manifest says by now.
    var isProtected: Bool { wasProtected || target?.isProtected ?? false }
    var liftsProtection: Bool { wasProtected && target?.isProtected == false }

    /// Whether the plan itself attaches it.
    var isNew: Bool { target.map { $0.id == nil } ?? false }

    /// Whether its own request stands behind those of all values: a detach, and an attribute that is set for the first
    /// time or renamed, which selects the values that are then in place. What others want of it is released before.
    var standsAtTheEnd: Bool {
        switch request {
        case .setValues: false
        case .detach: true
        case .setAttribute(let new, let old): old.map { ExactText($0.name) != ExactText(new.name) } ?? true
        }
    }

    /// The request that leaves it with these values and is followed by its own.
    func release(keeping values: [AttributeValue]) -> Step? {
        switch request {
        case .setValues(let target), .detach(let target):
            .setValues(target, from: from, to: values, purpose: .release)
        case .setAttribute(_, let old):
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
        switch request {
        case .setValues(let target): return .setValues(target, from: held, to: to, purpose: .final)
        case .detach(let target): return .detach(target, values: held)
        case .setAttribute(let new, let old):
            let old = old.map {
                EnvironmentUserAttribute(name: $0.name, defaultValues: released ?? $0.defaultValues)
            }
            return .setAttribute(new, from: old, purpose: .final)
        }
    }
}
