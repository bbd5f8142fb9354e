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
    /// Whether it may not be emptied, not even for a moment: by the manifest, or by the last apply.
    let isProtected: Bool
    let from: [AttributeValue]
    let to: [AttributeValue]

    init(_ write: BaseComparison.Write) {
        holder = write.detaches ? .detached(write.target) : .environment(write.target)
        isProtected = write.isProtected
        from = write.from.distinct
        to = write.to
    }

    init(_ attribute: EnvironmentUserAttribute, old: EnvironmentUserAttribute?) {
        holder = .base(attribute, old: old)
        isProtected = false
        from = (old?.defaultValues ?? []).distinct
        to = attribute.defaultValues.distinct
    }

    var target: EnvironmentTarget? {
        switch holder {
        case .environment(let target), .detached(let target): target
        case .base: nil
        }
    }

    var isBase: Bool { target == nil }

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

/// Puts the requests of one base into an order that Omni accepts and that keeps fallback windows short. What is at the
/// base and should not be comes first, and an attach that fails finds no value on its way to a new environment.
struct StepArrangement {
    let steps: [Step]
    /// Whether no other choice of releases could do with fewer requests.
    let isExact: Bool
    /// The environments of a cycle that protection keeps from being broken.
    let protectedCycle: [Address]

    init(_ comparison: BaseComparison) {
        guard !comparison.writes.isEmpty || !comparison.attached.isEmpty || comparison.attributeWrite != nil
        else {
            (steps, isExact, protectedCycle) = ([], true, [])
            return
        }
        let moves = ValueMoves(comparison)
        let (order, protectedCycle) = moves.order()
        let sorted = Dictionary(grouping: order?.groups ?? [], by: moves.turn)
        let steps = { (turn: ValueMoves.Turn) in moves.steps(sorted[turn] ?? []) }
        let removal = comparison.attributeWrite == .remove ? [Step.removeAttribute] : []
        let attach = comparison.attached.isEmpty ? [] : [Step.attach(comparison.attached)]
        // Where a value that is at the base waits for the attach, so does everything else.
        let urgent = steps(.unroutedForNew)
        let (early, late) = urgent.isEmpty ? ([], attach) : (attach + urgent, [])
        self.steps =
            removal + steps(.unrouted) + early + steps(.moves) + late + steps(.movesWithNew)
            + steps(.newValues) + steps(.rest) + moves.closingSteps
        isExact = order?.isExact ?? true
        self.protectedCycle = protectedCycle
    }
}
