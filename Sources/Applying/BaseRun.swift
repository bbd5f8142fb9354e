import OmniAPI
import OmniModel
import Planning

/// The steps of one base, one after another. After a failure none of them starts any more.
struct BaseRun {
    struct Result: Sendable {
        fileprivate(set) var outcomes: [StepOutcome] = []
        fileprivate(set) var stranded: [StrandedValues] = []
    }

    let plan: BasePlan
    let world: Applier
    /// The ids of what this run attached.
    var attached: [EnvironmentKey: EnvironmentID] = [:]
    private let windows: OpenWindows
    private var held: HeldPlaces?
    private var isGoingOn = true
    private var result = Result()

    init(_ plan: BasePlan, applier: Applier) {
        self.plan = plan
        world = applier
        windows = OpenWindows(plan.routing.windows)
    }

    /// Carries out as many steps as it can.
    consuming func run() async -> Result {
        for (index, step) in plan.steps.enumerated() {
            if isGoingOn, world.hooks.isStopping() { stop(at: index) }
            if isGoingOn {
                await carryOut(step, at: index)
            } else {
                add(step, .notTried)
            }
        }
        return result
    }

    private mutating func carryOut(_ step: Step, at index: Int) async {
        world.hooks.notify(.started(step, base: plan.label))
        do {
            try await reserve(for: index)
            try await send(step, on: terms(of: step, at: index))
            if let held, held.lastStep <= index { self.held = nil }
            add(step, .done)
            world.hooks.notify(.finished(step, base: plan.label))
        } catch  where error.isInterruption && !error.isInDoubt {
            stop(at: index)
            add(step, .notTried)
        } catch {
            await fail(step, at: index, error)
        }
    }

    /// A letting-go starts only when the rate limit lets the matching taking-up follow at once.
    private mutating func reserve(for index: Int) async throws(ApplyFailure) {
        try await world.ensureWritable()
        let calls = windows.callsToReserve(at: index)
        guard calls > 1 else { return }
        try await hold(calls, from: index)
        guard await world.live?.isDue(plan.connection) == true else { return }
        // The comparison uses a place of its own up, and the move has to find all of its places free behind it.
        held = nil
        try await compare(Terms())
        try await hold(calls, from: index)
    }

    private mutating func hold(_ calls: Int, from index: Int) async throws(ApplyFailure) {
        do {
            // One more, for a comparison that a back-off in the midst of the move makes due, or for another try.
            let reservation = try await world.client.reserve(calls + 1)
            held = HeldPlaces(
                reservation: reservation,
                lastStep: index + calls - 1,
                hasSpare: reservation.places > calls
            )
        } catch {
            throw .omni(error)
        }
    }

    /// In the midst of a move only the environment at hand is compared: its values are at the base meanwhile.
    private func terms(of step: Step, at index: Int) -> Terms {
        let isMoving = !windows.values(openBefore: index).isEmpty
        return Terms(
            reservation: held?.reservation,
            connections: isMoving ? step.connections : nil,
            canCompare: held?.hasSpare ?? true
        )
    }

    /// On what the move has reserved and not used: nothing is at the base longer than it has to be.
    private func terms(givingBackTo giver: OpenWindows.Giver) -> Terms {
        Terms(reservation: held?.reservation, connections: [giver.target.key.connection])
    }

    private mutating func stop(at index: Int) {
        isGoingOn = false
        strand(windows.values(openBefore: index), isCertain: true)
    }

    private mutating func fail(_ step: Step, at index: Int, _ failure: ApplyFailure) async {
        isGoingOn = false
        var givenBack: [GivenBack] = []
        for move in windows.moves(leftOpenAt: index, isInDoubt: failure.isInDoubt, in: plan) {
            let giver = failure.isInterruption ? nil : move.giver
            if let giver, await giveBack(move.values, to: giver, on: terms(givingBackTo: giver)) {
                givenBack.append(GivenBack(values: move.values, to: giver.target.address))
            } else {
                strand(move.values, isCertain: giver == nil && !failure.isInDoubt)
            }
        }
        add(step, .failed(failure, givenBack: givenBack))
        world.hooks.notify(.failed(step, base: plan.label, failure))
    }

    private mutating func strand(_ values: [String], isCertain: Bool) {
        guard !values.isEmpty else { return }
        let stranded = StrandedValues(
            base: plan.label,
            connection: plan.connection,
            values: values,
            isCertain: isCertain
        )
        result.stranded.append(stranded)
    }

    private mutating func add(_ step: Step, _ outcome: StepOutcome.Result) {
        var new: [EnvironmentTarget] = []
        if case .attach(let targets) = step { new = targets.filter { attached[$0.key] != nil } }
        result.outcomes.append(StepOutcome(base: plan.label, step: step, result: outcome, attached: new))
    }
}

/// Places in the rate window for a run of moves.
private struct HeldPlaces {
    let reservation: Reservation
    /// The index of the step that the run ends with.
    let lastStep: Int
    /// Whether there was a place more than the moves need; a low rate has none.
    let hasSpare: Bool
}

extension Step {
    fileprivate var connections: Set<ConnectionID> {
        switch self {
        case .attach(let targets): Set(targets.map(\.key.connection))
        case .setValues(let target, _, _, _), .detach(let target, _): [target.key.connection]
        case .setAttribute, .removeAttribute: []
        }
    }
}
