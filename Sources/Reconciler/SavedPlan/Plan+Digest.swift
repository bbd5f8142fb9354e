import OmniAPI

extension Plan {
    /// What this plan asks of Omni, in which order, and who is routed elsewhere by it; the same on every machine. `nil`
    /// when it asks nothing, or is refused. What is only noted or recorded is no part of it.
    package var digest: Digest? {
        guard hasChanges, refusals.isEmpty else { return nil }
        var text = CanonicalText()
        let changed = bases.filter { !$0.steps.isEmpty }.sorted { $0.connection < $1.connection }
        text.add(changed.count)
        for base in changed { text.add(base) }
        return text.digest
    }
}

extension CanonicalText {
    fileprivate mutating func add(_ base: BasePlan) {
        add([base.label, base.connection.text])
        add(base.steps.count)
        for step in base.steps { add(step) }
        add(base.routing.moves.count)
        for move in base.routing.moves {
            add([move.value, base.name(of: move.from), base.name(of: move.to)])
        }
    }

    private mutating func add(_ step: Step) {
        switch step {
        case .attach(let targets):
            add("attach")
            add(targets.count)
            for target in targets { add(target) }
        case .setValues(let target, let from, let to, _):
            add("set")
            add(target)
            add(set: from)
            add(set: to)
        case .setAttribute(let attribute, _, _):
            add(["attribute", attribute.name])
            add(set: attribute.defaultValues)
        case .removeAttribute:
            add("no attribute")
        case .detach(let target, let values):
            add("detach")
            add(target)
            add(set: values)
        }
    }

    private mutating func add(_ target: EnvironmentTarget) {
        add([target.address.environment, target.key.connection.text, target.id?.text ?? ""])
    }
}
