import OmniModel
import Planning
import StateStore

// MARK: - What came of it, by what the holders have
extension BaseMachine {
    /// Whether every step was confirmed.
    var isConfirmed: Bool { results.indices.allSatisfy(isDone) }

    /// Whether only a list can tell what came of something.
    var needsList: Bool {
        detaches.contains { isDone($0) } || holdings.places.contains { !holdings[$0].isCertain }
    }

    /// Whether a list shows what was written last: one that does not may lag behind.
    func agrees(with listed: [ConnectionID: [AttributeValue]]) -> Bool {
        targets.keys.allSatisfy { place in
            let holding = holdings[place]
            guard let connection = place.connection, !holding.isForeign else { return true }
            return Content(listed[connection]) == holding.writtenLast
        }
    }

    mutating func settle(by listed: [ConnectionID: [AttributeValue]]) {
        holdings.settle(by: listed)
    }

    /// What the state learns at the end: the detaches that were answered and that a list confirms, where there is one, and
    /// the values of writes that were never answered, as that list has them.
    var finalRecords: [StateRecord] {
        let detached = detaches.filter { hasList && isDone($0) && !isStillListed($0) }.flatMap {
            plan.steps[$0].targets
        }
        .map { StateRecord.detached($0.key) }
        guard holdings.isSettled else { return detached + dropped }
        return detached
            + targets.values.sorted { $0.key < $1.key }.compactMap { target in
                let holding = holdings[.environment(target.key.connection)]
                guard let id = holding.id, let values = holding.unrecordedValues else { return nil }
                return target.record(id: id, values: values)
            } + dropped
    }

    /// Noted writes about whose target there is no doubt any more.
    private var dropped: [StateRecord] {
        let certain = noted.filter { holdings[$0].isCertain }
        let environments = certain.compactMap { targets[$0]?.key }.sorted()
        return environments.map { .writeDropped(.environment($0)) }
            + (certain.contains(.base) ? [.writeDropped(.attribute(plan.connection))] : [])
    }

    /// Of the values that the plan moves, those that lead elsewhere now.
    var moved: [RecordedRun.Move] {
        plan.routing.moves.compactMap { move in
            let holder = holdings.places.first { $0 != .base && holdings[$0].known.set.contains(move.value) }
            let now = holder ?? .base
            guard now != move.from else { return nil }
            return RecordedRun.Move(
                base: plan.label,
                value: move.value,
                from: move.from == .base ? nil : plan.label(of: move.from),
                to: now == .base ? nil : plan.label(of: now)
            )
        }
    }

    private var detaches: [Int] {
        plan.steps.indices.filter { plan.steps[$0].isDetach }
    }

    func isDone(_ index: Int) -> Bool {
        if case .done = results[index] { true } else { false }
    }

    private func isStillListed(_ index: Int) -> Bool {
        plan.steps[index].place.map { holdings[$0].isAttached } ?? false
    }

    var outcomes: [StepOutcome] {
        let reporting = reportingRollback
        return plan.steps.indices.map { index in
            let step = plan.steps[index]
            return StepOutcome(
                base: plan.label,
                step: step,
                result: result(of: index),
                attached: step.newTargets.filter { holdings[.environment($0.key.connection)].isNew },
                rolledBack: step.place.flatMap { reporting[$0] == index ? rollback(of: step) : nil }
            )
        }
    }

    /// The step that tells what was brought back to an environment: the last that was done there, or else was tried.
    private var reportingRollback: [Destination: Int] {
        var steps: [Destination: Int] = [:]
        for index in results.indices {
            guard let place = plan.steps[index].place, isTried(index) else { continue }
            guard isDone(index) || steps[place].map({ !isDone($0) }) ?? true else { continue }
            steps[place] = index
        }
        return steps
    }

    private func isTried(_ index: Int) -> Bool {
        if case .notTried = results[index] { false } else { true }
    }

    private func result(of index: Int) -> StepOutcome.Result {
        let step = plan.steps[index]
        switch results[index] {
        case .notTried: return .notTried
        case .failed(let failure):
            return isInDoubt(step) ? .inDoubt(failure, perhaps: possibilities(of: step)) : .failed(failure)
        case .done: return step.place.map { resultNow(of: step, in: holdings[$0]) } ?? .done
        }
    }

    /// What is left of a write that was confirmed, by what its holder has now.
    private func resultNow(of step: Step, in holding: Holding) -> StepOutcome.Result {
        if case .detach(let target, _) = step, holding.isAttached {
            return .failed(.stillListed(target.address))
        }
        let isStill = holding.possibilities.map { $0.isStill(step) }
        if holding.isForeign || isStill.allSatisfy(\.self) { return .done }
        if !isStill.contains(true), holding.isCertain { return .rolledBack(now: holding.known.values ?? []) }
        let failure = errors[holding.place].map(ApplyFailure.omni) ?? .interrupted
        return .inDoubt(failure, perhaps: possibilities(of: step))
    }

    /// What the environment of a write of values may have; of other steps nothing is known but that they are in doubt.
    private func possibilities(of step: Step) -> [[AttributeValue]] {
        guard case .setValues = step, let place = step.place else { return [] }
        return holdings[place].possibilities.compactMap(\.values)
    }

    private func isInDoubt(_ step: Step) -> Bool {
        if case .attach = step { return creation?.isInDoubt ?? false }
        return step.place.map { !holdings[$0].isCertain } ?? false
    }

    private func rollback(of step: Step) -> RolledBack? {
        guard case .setValues(let target, _, _, _) = step, let place = step.place,
            let values = rolledBack[place]
        else { return nil }
        return RolledBack(values: values.distinct, to: target.address)
    }

    /// The values that had an environment before, are wanted to have one after, and may have none now.
    var unrouted: [UnroutedValues] {
        let values = holdings.unrouted.sorted()
        let certain = Set(values.filter(holdings.isHeldByNobody))
        return [true, false].compactMap { isCertain in
            let some = values.filter { certain.contains($0) == isCertain }
            guard !some.isEmpty else { return nil }
            return UnroutedValues(base: plan.label, values: some, isCertain: isCertain)
        }
    }

    var realWindows: [RealWindow] {
        windows.closed.map { RealWindow(base: plan.label, value: $0.value, length: $0.length) }
    }
}

extension Content {
    /// Whether what a step did is still the case where this is what its holder has. A write that frees values is undone
    /// only by their return.
    fileprivate func isStill(_ step: Step) -> Bool {
        switch step {
        case .setValues(_, let from, let to, .release):
            set.isDisjoint(with: Content(from).set.subtracting(Content(to).set))
        case .setAttribute(let attribute, let from, .release):
            set.isDisjoint(
                with: Content(from?.defaultValues).set.subtracting(Content(attribute.defaultValues).set)
            )
        default: self == step.content
        }
    }
}

extension Step {
    fileprivate var newTargets: [EnvironmentTarget] {
        if case .attach(let targets) = self { targets } else { [] }
    }
}
