import HTTPTransport
import OmniAPI
import OmniModel
import Planning
import StateStore

// MARK: - What has to come before a request
extension BaseMachine {
    /// About as long as a person needs for one edit in Omni's web page; the back-off after one or two failed tries is
    /// shorter.
    static let longestPause = Duration.seconds(5)
    /// For a run that never pauses, or one that was itself suspended: a request in two minutes is a hundredth of what
    /// the rate limit allows.
    static let longestAge = Duration.seconds(120)

    /// A wait, permits or a list that has to come before the next request; nil when it may go out. While a signal waits
    /// for the end, nothing comes before it.
    /// - Parameter compares: whether what the request is about has to be compared first.
    mutating func preparation(_ moment: Moment, compares: Bool = true) -> [Output]? {
        guard stop?.isUrgent != true else { return nil }
        if let pause = moment.pause { return [.wait(pause)] }
        if let permits = missingPermits(moment) {
            return [.acquire(permits, urgently: !holdings.open.isEmpty)]
        }
        guard compares, hasList, !isCompared, mayCompare, isDue(moment) else { return nil }
        (isCompared, isComparing) = (true, true)
        sentAt = moment.now
        let oldest = ReadingTime(
            now: moment.now - Self.longestAge,
            paused: moment.paused - Self.longestPause
        )
        return [.read(notBefore: oldest)]
    }

    /// A move starts with all that it may need: to be carried out, to be rolled back, and to read the list once; with a
    /// full window if that is more than there ever is. In its midst it asks for all that finishing takes.
    private mutating func missingPermits(_ moment: Moment) -> Int? {
        if let move, move.steps.contains(position) || recovery != nil {
            guard move.steps.lowerBound == position, holdings.open.isEmpty, recovery == nil else {
                let left = recovery == nil ? move.steps.upperBound - position + 1 : 2
                return moment.permits == 0 ? (holdings.open.isEmpty ? 1 : left) : nil
            }
            // Reading the list has used one up. Where there is none to spare, the move waits for a full window again.
            return moment.permits >= min(move.permits - 1, granted) ? nil : move.permits
        }
        if let next = moves[position], recovery == nil {
            (move, granted) = (next, 0)
            return next.permits
        }
        move = nil
        return moment.permits == 0 ? 1 : nil
    }

    private func isDue(_ moment: Moment) -> Bool {
        moment.paused - lastReading.paused > Self.longestPause
            || moment.now - lastReading.now > Self.longestAge
    }

    /// In the midst of a move that has no permit to spare, finishing goes first.
    private var mayCompare: Bool {
        guard let move, !holdings.open.isEmpty else { return true }
        return granted > move.requests
    }
}

// MARK: - Carrying a step out
extension BaseMachine {
    mutating func carryOut(_ step: Step, _ moment: Moment) -> [Output] {
        switch step {
        case .attach(let targets): attach(targets, moment)
        case .setValues(let target, _, _, _) where detachedAtOnce.contains(target.place):
            write(nil, to: target, moment)
        case .setValues(let target, _, let to, _): write(to, to: target, moment)
        case .detach(let target, _): write(nil, to: target, moment)
        case .setAttribute(let attribute, _, _): write(attribute, moment)
        case .removeAttribute: write(nil, moment)
        }
    }

    /// - Parameter values: `nil` where the environment is detached.
    private mutating func write(_ values: [AttributeValue]?, to target: EnvironmentTarget, _ moment: Moment)
        -> [Output]
    {
        if let preparation = preparation(moment) { return preparation }
        guard let id = holdings[target.place].id else { return fail(.unknownID(target.address), moment) }
        let attempt =
            values.map { self.attempt(.step(position), $0, of: target, id) } ?? detaching(target, id)
        return started() + send(attempt, moment)
    }

    /// - Parameter attribute: the base's; `nil` where it is removed.
    private mutating func write(_ attribute: EnvironmentUserAttribute?, _ moment: Moment) -> [Output] {
        preparation(moment) ?? started() + send(setting(attribute), moment)
    }

    func started() -> [Output] {
        attempts == 0 ? [.tell(.started(plan.steps[position], base: plan.label))] : []
    }

    mutating func takeAnswer(to attempt: Attempt, _ moment: Moment) -> [Output] {
        holdings.confirm(attempt.content, of: attempt.place)
        noted.remove(attempt.place)
        let events: [Output]
        switch attempt.purpose {
        case .step(let index): events = finish(index) + finishDetach(attempt, after: index)
        case .recovery(let direction, let values): events = recovered(direction, values, attempt)
        }
        return events + (attempt.record.map { [.record([$0])] } ?? proceed(moment))
    }

    mutating func finish(_ index: Int) -> [Output] {
        results[index] = .done
        if index == position {
            position += 1
            beginAnew()
        }
        return [.tell(.finished(plan.steps[index], base: plan.label))]
    }

    /// The detach that was carried out in the place of the write at `index`.
    private mutating func finishDetach(_ attempt: Attempt, after index: Int) -> [Output] {
        guard attempt.request.isDetach, let detach = detach(of: attempt.place, after: index) else {
            return []
        }
        return finish(detach)
    }

    private func detach(of place: Destination, after index: Int) -> Int? {
        plan.steps.indices.first { $0 > index && plan.steps[$0].isDetach && plan.steps[$0].place == place }
    }

    mutating func takeFailure(_ error: OmniError, of attempt: Attempt, _ moment: Moment) -> [Output] {
        if isRepeatedDetach(error, attempt) { return takeAnswer(to: attempt, moment) }
        learn(from: error, of: attempt)
        let refusal = refusedToken(error)
        switch attempt.purpose {
        case .step(let index): return refusal + stepFailed(index, error, attempt, moment)
        case .recovery(let direction, _): return refusal + recoveryFailed(direction, error, attempt, moment)
        }
    }

    func refusedToken(_ error: OmniError) -> [Output] {
        if case .authentication = error.kind { [.refuseToken(error)] } else { [] }
    }

    /// An object that is not found after an attempt to remove it is gone. Where there is no list, that attempt may have been
    /// an earlier run's, which was cut off before the state knew.
    private func isRepeatedDetach(_ error: OmniError, _ attempt: Attempt) -> Bool {
        guard case .detach = attempt.request, error.isUnknownObject else { return false }
        return !hasList || holdings[attempt.place].unanswered.contains(.absent)
    }

    /// Keeps what the failure says about the holder, and about others.
    private mutating func learn(from error: OmniError, of attempt: Attempt) {
        if error.mayHaveBeenCarriedOut {
            holdings.change(attempt.place) { $0.doubt(attempt.content) }
        } else if error.isUnknownObject, !isUnknownYet(error, attempt) {
            holdings.change(attempt.place) { $0.lose() }
        }
        if let value = error.valueInUse { holdings.value(value, isInUseBesides: attempt.place) }
        errors[attempt.place] = summed(error, isInDoubt: !holdings[attempt.place].isCertain)
    }

    /// Whether Omni may simply not know everywhere yet what this run has attached.
    private func isUnknownYet(_ error: OmniError, _ attempt: Attempt) -> Bool {
        error.isUnknownObject && holdings[attempt.place].isNew && attempts <= Self.maximumUnknown
    }

    /// How often an environment that this run has just attached may be unknown to Omni.
    private static let maximumUnknown = 3

    private mutating func stepFailed(
        _ index: Int,
        _ error: OmniError,
        _ attempt: Attempt,
        _ moment: Moment
    ) -> [Output] {
        if stop == nil, isEmptyListRefused(error, attempt), detach(of: attempt.place, after: index) != nil {
            detachedAtOnce.insert(attempt.place)
            beginAnew()
            return proceed(moment)
        }
        let failure = ApplyFailure.omni(errors[attempt.place] ?? error)
        results[index] = .failed(failure)
        if attempt.request.isDetach, let detach = detach(of: attempt.place, after: index) {
            results[detach] = .failed(failure)
        }
        // Another try is as likely to find it as after any other failure that passes.
        let event = isUnknownYet(error, attempt) ? .lost : error.event
        guard !holdings.open.isEmpty else {
            if stop == nil, let wait = wait(after: error, as: event, moment, .call) { return wait }
            return fail(.omni(summed(error, isInDoubt: !holdings[attempt.place].isCertain)), moment)
        }
        let isPassing = Retry.isPassing(event)
        let wait = isPassing ? wait(after: error, as: event, moment, .openWindow) : nil
        if isPassing, wait == nil { return giveUp(moment) }
        if retry.tries >= Self.triesBeforeTurns || !isPassing {
            recovery = Recovery(turn: .rollBack, failed: index)
            if !isPassing { recovery?.refuse(attempt) }
        }
        return wait ?? proceed(moment)
    }

    private func isEmptyListRefused(_ error: OmniError, _ attempt: Attempt) -> Bool {
        guard case .setValues(let values, _) = attempt.request, values.isEmpty else { return false }
        guard case .refused(let status, _) = error.kind, !error.mayHaveBeenCarriedOut else { return false }
        return status == 400 || status == 422
    }

    /// How often the write that closes a window is tried before rolling back is, too.
    private static let triesBeforeTurns = 3
}

// MARK: - Writes, and what the state learns of each
extension BaseMachine {
    func attempt(
        _ purpose: Attempt.Purpose,
        _ values: [AttributeValue],
        of target: EnvironmentTarget,
        _ id: EnvironmentID
    ) -> Attempt {
        Attempt(
            purpose: purpose,
            place: target.place,
            content: Content(values),
            request: .setValues(values, of: id),
            note: NotedWrite(.environment(target.key), .values(values)),
            record: target.record(id: id, values: values)
        )
    }

    /// A detach is recorded when the list at the end lacks it; where there is none, the answer decides.
    private func detaching(_ target: EnvironmentTarget, _ id: EnvironmentID) -> Attempt {
        Attempt(
            purpose: .step(position),
            place: target.place,
            content: .absent,
            request: .detach(id),
            note: NotedWrite(.environment(target.key), .nothing),
            record: hasList ? nil : .detached(target.key)
        )
    }

    private func setting(_ attribute: EnvironmentUserAttribute?) -> Attempt {
        Attempt(
            purpose: .step(position),
            place: .base,
            content: Content(attribute?.defaultValues ?? []),
            request: .setAttribute(attribute),
            note: NotedWrite(.attribute(plan.connection), attribute.map { .attribute($0) } ?? .nothing),
            record: attribute.map {
                .attribute(plan.connection, RecordedAttribute(base: plan.label, attribute: $0))
            } ?? .attributeRemoved(plan.connection)
        )
    }
}

extension OmniError {
    /// The value that a refusal says somebody else has.
    var valueInUse: AttributeValue? {
        guard case .refused(_, let detail?) = kind,
            let start = detail.firstRange(of: "User attribute value \"")?.upperBound,
            let end = detail[start...].firstRange(of: "\" is already in use")?.lowerBound
        else { return nil }
        return AttributeValue(String(detail[start..<end]))
    }
}

extension EnvironmentTarget {
    var place: Destination { .environment(key.connection) }

    func record(id: EnvironmentID, values: [AttributeValue]) -> StateRecord {
        .environment(
            key,
            RecordedEnvironment(id: id, address: address, values: values, isProtected: isProtected)
        )
    }
}
