import OmniAPI
import OmniModel
import Planning
import StateStore

/// The run of one base, as a value: told what happened, it says what comes next. It knows no clock, no network and no
/// file, so that a test can lead it through everything that may happen.
///
/// It starts the plan's steps one after another and keeps account of what every holder has (`Holdings`). As soon as
/// something fails or asks it to stop, nothing new starts; what is then done about values on their way, and what is
/// reported, follows from the holdings and not from what the plan had thought.
struct BaseMachine: Sendable {
    enum Result: Sendable {
        case notTried
        case done
        /// The last failure of a request that went out, or of what had to come before it.
        case failed(ApplyFailure)
    }

    /// A write to one holder of values, with what the state is told of it. A create is none: it has a `Creation`.
    struct Attempt: Sendable {
        enum Purpose: Sendable {
            case step(Int)
            /// Brings values on their way back, or to where they go.
            case recovery(Recovery.Direction, values: [AttributeValue])
        }

        let purpose: Purpose
        let place: Destination
        /// What it leaves there.
        let content: Content
        let request: Request
        /// What the state is told before it is sent.
        let note: NotedWrite
        /// What the state is told once it is confirmed; `nil` where only a list at the end decides.
        let record: StateRecord?
    }

    let plan: BasePlan
    /// Whether there is a list of environments to compare with.
    let hasList: Bool
    let moves: [Int: Move]
    let targets: [Destination: EnvironmentTarget]

    var holdings: Holdings
    var results: [Result]
    /// The next step, or the one at hand.
    var position = 0
    var stop: Stop?
    var isOver = false

    /// The write that is under way.
    var attempt: Attempt?
    /// Whether a list is read to be compared with. Otherwise it is read for the create.
    var isComparing = false
    var sentAt: Duration = .zero
    /// The tries of the step at hand, or of the recovery.
    var retry = Retry()
    /// How often a request of it went out.
    var attempts = 0
    var creation: Creation?
    var recovery: Recovery?
    /// Environments that are to be detached, and whose empty list Omni has refused: they are detached at once, where they
    /// should first have been left without values.
    var detachedAtOnce: Set<Destination> = []

    /// The move at hand, and how many permits it started with.
    var move: Move?
    var granted = 0
    /// When the list was last read.
    var lastReading: ReadingTime
    /// Whether the list was read, or nothing came of reading it, since the last wait and the last answered write.
    var isCompared = false

    /// Writes that the state has been told of and not yet what came of them.
    var noted: Set<Destination> = []
    /// Whether the state takes notes of writes. Once it has not taken something, what closes a window goes out without one.
    private var takesNotes = true

    var rolledBack: [Destination: [AttributeValue]] = [:]
    var errors: [Destination: OmniError] = [:]
    var windows = WindowClock()

    /// - Parameter list: when the list that the plan was made from was read; `nil` where there is none.
    init(_ plan: BasePlan, list: ReadingTime?) {
        self.plan = plan
        hasList = list != nil
        lastReading = list ?? ReadingTime(now: .zero, paused: .zero)
        moves = plan.moves
        holdings = Holdings(plan)
        results = Array(repeating: .notTried, count: plan.steps.count)
        let pairs = plan.steps.flatMap(\.targets).map { (Destination.environment($0.key.connection), $0) }
        targets = Dictionary(pairs) { first, _ in first }
    }

    /// What comes next after an input. The last output is the one that has an answer.
    mutating func next(_ input: Input, at moment: Moment) -> [Output] {
        if let new = moment.stop, stop.map({ new.isUrgent && !$0.isOutOfTime }) ?? true { stop = new }
        let outputs = take(input, moment)
        windows.follow(holdings.open, at: moment.now)
        return outputs
    }

    private mutating func take(_ input: Input, _ moment: Moment) -> [Output] {
        switch input {
        case .start, .recorded: break
        case .elapsed: isCompared = false
        case .granted: if holdings.open.isEmpty { granted = moment.permits }
        case .interrupted: if stop?.isUrgent != true { stop = .interrupted }
        case .notRecorded(let error):
            if attempt != nil { attempts -= 1 }
            (attempt, takesNotes) = (nil, false)
            stopUnrecorded(error)
        case .listed(let listed, let began): return takeList(listed, began, moment)
        case .unread(let error): return takeNoList(error, moment)
        case .answered(let ids):
            guard let attempt = endedAttempt() else { return takeCreated(ids, moment) }
            return takeAnswer(to: attempt, moment)
        case .failed(let error):
            guard let attempt = endedAttempt() else { return takeCreateFailure(error, moment) }
            return takeFailure(error, of: attempt, moment)
        }
        return proceed(moment)
    }

    /// The write that was under way; `nil` where that was a create.
    private mutating func endedAttempt() -> Attempt? {
        defer { (attempt, isCompared) = (nil, false) }
        return attempt
    }

    /// What is to be done now, by all that is known.
    mutating func proceed(_ moment: Moment) -> [Output] {
        if recovery != nil || stop != nil { return recover(moment) }
        // A detach may have been carried out in the place of an earlier write.
        while position < plan.steps.count, isDone(position) { position += 1 }
        guard position < plan.steps.count else { return end() }
        return carryOut(plan.steps[position], moment)
    }

    mutating func end() -> [Output] {
        if let creation, !creation.isInDoubt {
            // Nothing of it was asked for, or all of that was refused.
            self.creation = nil
            return [.record(creation.missing.map { .intentDropped($0.key) })]
        }
        isOver = true
        guard case .changed(let changes) = stop, position < results.count else { return [.end] }
        let failure = ApplyFailure.changedMeanwhile(changes)
        results[position] = .failed(failure)
        return [.tell(.failed(plan.steps[position], base: plan.label, failure)), .end]
    }

    private mutating func stopUnrecorded(_ error: StateError) {
        stop = stop ?? .state(error)
        guard creation?.phase == .recording else { return }
        // The intents of a create that is not sent then.
        results[position] = .failed(.state(error))
        creation = nil
    }
}

extension BaseMachine {
    /// A failure of the step at hand after which nothing can be done for it.
    mutating func fail(_ failure: ApplyFailure, _ moment: Moment, records: [StateRecord] = []) -> [Output] {
        results[position] = .failed(failure)
        stop = stop ?? .failed
        let event = Output.tell(.failed(plan.steps[position], base: plan.label, failure))
        return [event] + (records.isEmpty ? proceed(moment) : [.record(records)])
    }

    mutating func send(_ attempt: Attempt, _ moment: Moment) -> [Output] {
        self.attempt = attempt
        let request = sending(attempt.request, moment)
        guard takesNotes else { return [request] }
        noted.insert(attempt.place)
        return [.note(attempt.note, begins: holdings.open.isEmpty), request]
    }

    mutating func sending(_ request: Request, _ moment: Moment) -> Output {
        attempts += 1
        sentAt = moment.now
        return .send(request)
    }

    /// Something else is tried from now on.
    mutating func beginAnew() {
        retry = Retry()
        attempts = 0
    }

    /// What comes before the same is tried again; `nil` when it is not.
    mutating func wait(
        after error: OmniError,
        as event: Retry.Event? = nil,
        _ moment: Moment,
        _ limits: Retry.Limits
    ) -> [Output]? {
        pause(after: error, as: event, moment, limits).map { outputs(of: $0, sentAt: sentAt) }
    }

    /// Every base waits for what Omni answers 429 to, whichever of them has asked.
    func outputs(of wait: Wait, sentAt: Duration) -> [Output] {
        guard case .rateLimited(let isNamed) = wait.reason else { return [.wait(wait)] }
        return [.slowDown(sentAt: sentAt, wait.duration, namedByServer: isNamed), .wait(wait)]
    }

    /// The wait before the same is tried again; `nil` when it is not.
    mutating func pause(
        after error: OmniError,
        as event: Retry.Event? = nil,
        _ moment: Moment,
        _ limits: Retry.Limits
    ) -> Wait? {
        let step = retry.step(
            after: event ?? error.event,
            took: moment.now - sentAt,
            chance: moment.chance,
            limits: limits
        )
        switch step {
        case .finish, .giveUpOnRateLimit: return nil
        case .backOff(let delay):
            let cause = error.status.map(Wait.Cause.status) ?? .unanswered
            let reason = retry.backOffReason(cause, limits: limits)
            return Wait(duration: delay, reason: reason, call: error.call)
        case .pause(let pause, let isNamed):
            return Wait(
                duration: pause,
                reason: .pause(after: error.status, isNamed: isNamed),
                call: error.call
            )
        }
    }

    /// The error of all tries together.
    func summed(_ error: OmniError, isInDoubt: Bool) -> OmniError {
        error.after(
            max(attempts, error.attempts),
            waited: retry.rateLimitTime,
            mayHaveBeenCarriedOut: isInDoubt || error.mayHaveBeenCarriedOut
        )
    }
}
