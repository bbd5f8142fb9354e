import HTTPTransport
import OmniAPI
import OmniModel
import Planning
import StateStore

/// How far attaching a base's new environments has come. It must not be repeated blindly: whatever becomes of an answer,
/// the list says what was done, and only the rest is asked for again.
struct Creation: Sendable {
    enum Phase { case recording, posting, reading }

    var phase = Phase.recording
    /// The environments that neither an answer nor a list has named.
    var missing: [EnvironmentTarget]
    /// The environments that are attached, while nobody has said with which id: Omni refuses to attach them again.
    var withoutID: [EnvironmentTarget] = []
    /// Whether an earlier request may still be carried out.
    var isInDoubt = false
    /// What the last request came to.
    var error: OmniError?
    /// That Omni calls ids not valid, which they are also when they are attached already, and since when.
    var refusal: (error: OmniError, since: Duration)?
    /// Whether the request goes out once more where a list shows nothing of what is missing, or where there is none.
    var repetition = Repetition.never

    enum Repetition {
        case never
        /// What had to be waited for is over.
        case atOnce
        /// With when the request was sent that this is waited for.
        case after(Wait, sentAt: Duration)
    }
}

extension BaseMachine {
    /// How long a list may lag behind.
    static let longestLag = Duration.seconds(10)

    mutating func attach(_ targets: [EnvironmentTarget], _ moment: Moment) -> [Output] {
        guard var creation else {
            creation = Creation(missing: targets)
            return started() + [.record(targets.map { .intent($0.key, $0.address) })]
        }
        if creation.phase == .recording { creation.phase = .posting }
        self.creation = creation
        if creation.missing.isEmpty {
            self.creation = nil
            return fail(.attachedWithoutID(creation.withoutID.map(\.address), creation.error), moment)
        }
        if creation.phase == .reading, !hasList { return repeatCreate(moment) }
        if let preparation = preparation(moment, compares: creation.phase == .posting) { return preparation }
        guard creation.phase == .posting else {
            (isComparing, sentAt) = (false, moment.now)
            return [.read(notBefore: moment.reading)]
        }
        return [sending(.attach(creation.missing.map(\.key.connection)), moment)]
    }

    mutating func takeCreated(_ ids: [ConnectionID: EnvironmentID], _ moment: Moment) -> [Output] {
        let named = (creation?.missing ?? []).compactMap { target in
            ids[target.key.connection].map { (target, $0, [AttributeValue]()) }
        }
        if named.count < creation?.missing.count ?? 0 {
            doubtCreate()
            creation?.error = nil
            results[position] = .failed(unseen(nil))
            creation?.phase = .reading
            let wait = pause(after: .unanswered, moment, .call)
            creation?.repetition = wait.map { .after($0, sentAt: sentAt) } ?? .never
        }
        return adopt(named)
    }

    /// Environments that are there now, with what they hold.
    private mutating func adopt(
        _ found: [(target: EnvironmentTarget, id: EnvironmentID, values: [AttributeValue])]
    )
        -> [Output]
    {
        for (target, id, values) in found {
            holdings.change(.environment(target.key.connection)) { $0.attach(as: id, with: Content(values)) }
        }
        let keys = Set(found.map(\.target.key))
        creation?.missing.removeAll { keys.contains($0.key) }
        var events: [Output] = []
        if let creation, creation.missing.isEmpty, creation.withoutID.isEmpty {
            self.creation = nil
            events = finish(position)
        }
        return events + [.record(found.map { $0.target.record(id: $0.id, values: $0.values) })]
    }

    /// Any of what is missing may be there.
    private mutating func doubtCreate() {
        creation?.isInDoubt = true
        for target in creation?.missing ?? [] {
            holdings.change(.environment(target.key.connection)) { $0.doubt(Content([])) }
        }
    }

    mutating func takeCreateFailure(_ error: OmniError, _ moment: Moment) -> [Output] {
        let refusal = refusedToken(error)
        if error.mayHaveBeenCarriedOut { doubtCreate() }
        let total = summed(error, isInDoubt: creation?.isInDoubt ?? false)
        creation?.error = total
        results[position] = .failed(.omni(total))
        if error.mayHaveBeenCarriedOut { return refusal + readAfter(error, moment) }
        if let ids = error.invalidIDs {
            if hasList, stop == nil {
                let since = creation?.refusal?.since ?? moment.now
                creation?.phase = .reading
                creation?.refusal = (total, since)
                return proceed(moment)
            }
            if !hasList, creation?.isInDoubt == true { return takeProof(ids, error, moment) }
        }
        if stop == nil, let wait = wait(after: error, moment, .call) { return wait }
        return refusal + failCreate(.omni(total), moment)
    }

    /// Without a list: what Omni refuses to attach after an answer that was lost has been attached by the request before,
    /// and what it does not name has not been.
    private mutating func takeProof(_ ids: String, _ error: OmniError, _ moment: Moment) -> [Output] {
        let missing = creation?.missing ?? []
        let attached = missing.filter { ids.contains($0.key.connection.text.lowercased()) }
        guard !attached.isEmpty else { return failCreate(.omni(error), moment) }
        creation?.withoutID += attached
        creation?.missing = missing.filter { target in !attached.contains { $0.key == target.key } }
        for target in creation?.missing ?? [] {
            holdings.change(.environment(target.key.connection)) { $0.lose() }
        }
        for target in attached {
            holdings.change(.environment(target.key.connection)) { $0.confirm(Content([])) }
        }
        creation?.isInDoubt = false
        return proceed(moment)
    }

    /// The request may have been carried out, so the list is read before it is repeated; after a 503 that names a time,
    /// when that has passed.
    private mutating func readAfter(_ error: OmniError, _ moment: Moment) -> [Output] {
        creation?.phase = .reading
        let wait = pause(after: error, moment, .call)
        guard stop == nil, let wait, case .answered(503, _?) = error.event else {
            creation?.repetition = wait.map { .after($0, sentAt: sentAt) } ?? .never
            return proceed(moment)
        }
        creation?.repetition = .atOnce
        return [.wait(wait)]
    }

    mutating func takeCreateList(_ listed: [ConnectionEnvironment], _ moment: Moment) -> [Output] {
        retry.spend(moment.now - sentAt)
        let byConnection = Dictionary(listed.map { ($0.connection, $0) }) { first, _ in first }
        let found = (creation?.missing ?? []).compactMap { target in
            byConnection[target.key.connection].map { (target, $0.id, $0.values) }
        }
        creation?.phase = .posting
        guard found.isEmpty else {
            creation?.refusal = nil
            return adopt(found)
        }
        guard let (error, since) = creation?.refusal else { return repeatCreate(moment) }
        let waited = moment.now - since
        guard waited < Self.longestLag else { return failCreate(.omni(error), moment) }
        creation?.phase = .reading
        let delay = min(max(.milliseconds(500), waited), Self.longestLag - waited)
        return [.wait(Wait(duration: delay, reason: .listMayLag, call: error.call))]
    }

    /// Asks for what is missing again, after a list without it or, where there is none, because Omni refuses what is
    /// attached already.
    private mutating func repeatCreate(_ moment: Moment) -> [Output] {
        creation?.phase = .posting
        let repetition = creation?.repetition ?? .never
        creation?.repetition = .never
        switch repetition {
        case .never: return failCreate(unseen(creation?.error), moment)
        case .atOnce: return proceed(moment)
        case .after(let wait, let sentAt): return outputs(of: wait, sentAt: sentAt)
        }
    }

    /// What was certainly not attached leaves nothing behind. An intent that is in doubt, or whose id is not known, stays:
    /// the next run finds out.
    private mutating func failCreate(_ failure: ApplyFailure, _ moment: Moment) -> [Output] {
        guard let creation, !creation.isInDoubt else { return fail(failure, moment) }
        self.creation = nil
        return fail(failure, moment, records: creation.missing.map { .intentDropped($0.key) })
    }

    mutating func takeNoCreateList(_ error: OmniError, _ moment: Moment) -> [Output] {
        if stop == nil, Retry.isPassing(error.event), let wait = wait(after: error, moment, .call) {
            return wait
        }
        return refusedToken(error) + failCreate(unseen(creation?.error ?? error), moment)
    }

    /// What is missing has not been seen: by the list, or because there is none.
    private func unseen(_ error: OmniError?) -> ApplyFailure {
        let addresses = (creation?.missing ?? []).map(\.address)
        return hasList ? .attachNotListed(addresses, error) : .attachUnanswered(addresses, error)
    }
}

extension OmniError {
    /// A create whose answer of success leaves environments out: what it would be without any answer.
    fileprivate static let unanswered = OmniError(
        call: Endpoint.attach.call,
        attempts: 1,
        kind: .unreachable(.connectionClosed),
        mayHaveBeenCarriedOut: true
    )

    /// What a create that is refused says about connections that are unknown, or attached already, in lower case.
    fileprivate var invalidIDs: String? {
        guard case .refused(400, let detail?) = kind else { return nil }
        let words = detail.lowercased()
        return words.firstRange(of: "not valid for this connection").map { String(words[$0.upperBound...]) }
    }
}
