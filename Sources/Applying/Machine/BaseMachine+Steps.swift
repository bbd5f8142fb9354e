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
        isCompared = true
        reading = .comparison
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
        if case .attach(let targets) = step { return attach(targets, moment) }
        if let preparation = preparation(moment) { return preparation }
        let place = step.place ?? .base
        guard let request = request(step, place) else {
            let address = step.targets.first?.address
            return fail(.unknownID(address ?? Address(base: plan.label, environment: "")), moment)
        }
        let content = request.isDetach ? .absent : step.content
        let attempt = Attempt(kind: .step(position), place: place, content: content, request: request)
        return started(step) + send(attempt, moment)
    }

    func started(_ step: Step) -> [Output] {
        attempts == 0 ? [.tell(.started(step, base: plan.label))] : []
    }

    private func request(_ step: Step, _ place: Destination) -> Request? {
        switch step {
        case .attach(let targets): .attach(targets.map(\.key.connection))
        case .setValues where detachedAtOnce.contains(place): holdings[place].id.map { .detach($0) }
        case .setValues(_, _, let to, _): holdings[place].id.map { .setValues(to, of: $0) }
        case .setAttribute(let attribute, _, _): .setAttribute(attribute)
        case .removeAttribute: .setAttribute(nil)
        case .detach: holdings[place].id.map { .detach($0) }
        }
    }

    mutating func takeAnswer(_ ids: [ConnectionID: EnvironmentID], to attempt: Attempt, _ moment: Moment)
        -> [Output]
    {
        isCompared = false
        if case .create = attempt.kind { return takeCreated(ids, moment) }
        holdings.confirm(attempt.content, of: attempt.place)
        noted.remove(attempt.place)
        let records = record(of: attempt)
        let events: [Output]
        switch attempt.kind {
        case .create: events = []
        case .step(let index): events = finish(index) + finishDetach(attempt, after: index)
        case .recovery(let direction, let values): events = recovered(direction, values, attempt)
        }
        return events + (records.isEmpty ? proceed(moment) : [.record(records)])
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

    /// What the state has to say of a confirmed write. A detach is recorded when the list at the end lacks it; where there
    /// is none, the answer decides.
    private func record(of attempt: Attempt) -> [StateRecord] {
        switch attempt.request {
        case .attach: return []
        case .detach: return hasList ? [] : targets[attempt.place].map { [.detached($0.key)] } ?? []
        case .setAttribute(let attribute?):
            let recorded = RecordedAttribute(base: plan.label, attribute: attribute)
            return [.attribute(plan.connection, recorded)]
        case .setAttribute(nil): return [.attributeRemoved(plan.connection)]
        case .setValues(let values, let id):
            return targets[attempt.place].map { [$0.record(id: id, values: values)] } ?? []
        }
    }

    mutating func takeFailure(_ error: OmniError, of attempt: Attempt, _ moment: Moment) -> [Output] {
        isCompared = false
        if case .create = attempt.kind { return takeCreateFailure(error, moment) }
        if isRepeatedDetach(error, attempt) { return takeAnswer([:], to: attempt, moment) }
        note(error, of: attempt)
        let refusal = refusedToken(error)
        switch attempt.kind {
        case .create: return []
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

    /// What the failure says about the holder, and about others.
    private mutating func note(_ error: OmniError, of attempt: Attempt) {
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
    func record(id: EnvironmentID, values: [AttributeValue]) -> StateRecord {
        .environment(
            key,
            RecordedEnvironment(id: id, address: address, values: values, isProtected: isProtected)
        )
    }
}
