import OmniAPI
import OmniModel
import Planning

/// What is done about values on their way when their move cannot simply go on: they are put back to where they were, or
/// brought to where they go. Omni lets no two environments have a value, so trying both in turn is safe, and the first
/// that is confirmed ends the window.
struct Recovery: Sendable {
    enum Direction: Sendable, Hashable {
        case rollBack, finish

        var other: Direction { self == .rollBack ? .finish : .rollBack }
    }

    var turn: Direction
    /// The step whose failure made it necessary.
    let failed: Int?
    /// What was refused for good.
    private var refused: [Destination: [Content]] = [:]
    /// How many requests a signal has left it.
    var urgentTries = 6

    init(turn: Direction, failed: Int?) {
        self.turn = turn
        self.failed = failed
    }

    func allows(_ content: Content, of place: Destination) -> Bool {
        refused[place]?.contains(content) != true
    }

    mutating func refuse(_ attempt: BaseMachine.Attempt) {
        refused[attempt.place, default: []].append(attempt.content)
    }
}

extension [BaseMachine.Attempt] {
    /// How many values on their way they bring to one side together.
    fileprivate var covered: Int {
        reduce(0) { sum, attempt in
            if case .recovery(_, let values) = attempt.purpose { sum + values.count } else { sum }
        }
    }
}

extension BaseMachine {
    mutating func recover(_ moment: Moment) -> [Output] {
        guard !holdings.open.isEmpty else { return recoveryEnded(moment) }
        if stop?.isOutOfTime == true { return giveUp(moment) }
        var recovery = recovery ?? begunRecovery()
        if stop?.isUrgent == true {
            guard recovery.urgentTries > 0 else { return giveUp(moment) }
            recovery.urgentTries -= 1
        }
        self.recovery = recovery
        guard let attempt = recoveryAttempt(recovery) else { return giveUp(moment) }
        return preparation(moment) ?? send(attempt, moment)
    }

    /// Whichever takes fewer requests; the plan's own next steps, where it is the same.
    private mutating func begunRecovery() -> Recovery {
        beginAnew()
        let back = writes(.rollBack, Recovery(turn: .rollBack, failed: nil))
        let forth = writes(.finish, Recovery(turn: .finish, failed: nil))
        let isExact = forth.allSatisfy { planned($0.place, $0.content) != nil }
        let finishes =
            forth.covered > back.covered
            || forth.covered == back.covered
                && (forth.count < back.count || forth.count == back.count && isExact)
        return Recovery(turn: finishes ? .finish : .rollBack, failed: nil)
    }

    private func recoveryAttempt(_ recovery: Recovery) -> Attempt? {
        writes(recovery.turn, recovery).first ?? writes(recovery.turn.other, recovery).first
    }

    /// The writes that would bring every value on its way to one side, as far as they are possible.
    private func writes(_ direction: Recovery.Direction, _ recovery: Recovery) -> [Attempt] {
        var values: [ConnectionID: [AttributeValue]] = [:]
        for value in holdings.open.sorted() {
            let place = direction == .rollBack ? holdings.source(of: value) : holdings.destination(of: value)
            if let connection = place?.connection { values[connection, default: []].append(value) }
        }
        return values.sorted { $0.key < $1.key }.compactMap { connection, values in
            let place = Destination.environment(connection)
            let holding = holdings[place]
            guard holding.isAttached, !holding.isForeign, let id = holding.id, let target = targets[place]
            else { return nil }
            let content =
                direction == .rollBack
                ? holding.known.adding(values) : finishedContent(of: place, taking: values, recovery)
            guard recovery.allows(content, of: place), let written = content.values else { return nil }
            return attempt(.recovery(direction, values: values), written, of: target, id)
        }
    }

    /// What the plan's next step leaves there, if that frees no value that others wait for, nor wants one that is not
    /// free yet; else what it has and the values.
    private func finishedContent(
        of place: Destination,
        taking values: [AttributeValue],
        _ recovery: Recovery
    )
        -> Content
    {
        let known = holdings[place].known
        guard let index = plan.steps[position...].firstIndex(where: { $0.place == place })
        else {
            return known.adding(values)
        }
        let content = plan.steps[index].content
        let isFree = index == position || content.set.subtracting(known.set).isSubset(of: holdings.open)
        let frees = known.set.subtracting(content.set).contains { value in
            holdings.destination(of: value).map { $0 != place } ?? false
        }
        let isWhole = content.set.isSuperset(of: values)
        let isAllowed = isFree && isWhole && !frees && recovery.allows(content, of: place)
        return isAllowed ? content : known.adding(values)
    }

    /// The step that leaves exactly this there, of those that are not done.
    private func planned(_ place: Destination, _ content: Content) -> Int? {
        guard let index = plan.steps[position...].firstIndex(where: { $0.place == place }) else { return nil }
        return plan.steps[index].content == content ? index : nil
    }
}

// MARK: - What came of it
extension BaseMachine {
    mutating func recovered(_ direction: Recovery.Direction, _ values: [AttributeValue], _ attempt: Attempt)
        -> [Output]
    {
        guard direction == .finish else {
            rolledBack[attempt.place, default: []] += values
            let address = Address(base: plan.label, environment: plan.label(of: attempt.place))
            return [.tell(.rolledBack(values, to: address))]
        }
        guard let index = planned(attempt.place, attempt.content) else {
            if let index = plan.steps[position...].firstIndex(where: { $0.place == attempt.place }) {
                results[index] = .failed(.partly(values))
            }
            return []
        }
        return finish(index)
    }

    mutating func recoveryFailed(
        _ direction: Recovery.Direction,
        _ error: OmniError,
        _ attempt: Attempt,
        _ moment: Moment
    ) -> [Output] {
        recovery?.turn = direction.other
        if direction == .finish, let index = planned(attempt.place, attempt.content) {
            results[index] = .failed(.omni(summed(error, isInDoubt: !holdings[attempt.place].isCertain)))
        }
        guard Retry.isPassing(error.event) else {
            recovery?.refuse(attempt)
            return proceed(moment)
        }
        if stop?.isUrgent == true { return proceed(moment) }
        return wait(after: error, moment, .openWindow) ?? giveUp(moment)
    }

    /// No value is on its way any more: the plan goes on if its step was done after all.
    private mutating func recoveryEnded(_ moment: Moment) -> [Output] {
        defer { recovery = nil }
        guard stop == nil, let index = recovery?.failed else { return end() }
        if case .done = results[index] {
            recovery = nil
            beginAnew()
            return proceed(moment)
        }
        return tellFailure(of: index) + end()
    }

    /// What is on its way stays there, and is named.
    mutating func giveUp(_ moment: Moment) -> [Output] {
        let index = recovery?.failed ?? position
        recovery = nil
        return tellFailure(of: index) + end()
    }

    private mutating func tellFailure(of index: Int) -> [Output] {
        stop = stop ?? .failed
        guard results.indices.contains(index), case .failed(let failure) = results[index] else { return [] }
        return [.tell(.failed(plan.steps[index], base: plan.label, failure))]
    }
}
