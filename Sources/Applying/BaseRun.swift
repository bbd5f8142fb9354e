import OmniAPI
import OmniModel
import Planning

/// The steps of one base, one after another. After a failure none of them starts any more.
struct BaseRun {
    let plan: BasePlan
    let world: Applier
    /// The ids of what this run attached.
    var attached: [EnvironmentKey: EnvironmentID] = [:]
    /// What the environments hold now, whatever the plan had thought.
    var holdings: Holdings
    let windows: OpenWindows
    /// The environments that a failed move was to be taken back to.
    var rewritten: Set<EnvironmentKey> = []
    private var held: HeldPlaces?
    private var isGoingOn = true
    private var outcomes: [StepOutcome] = []

    init(_ plan: BasePlan, applier: Applier) {
        self.plan = plan
        world = applier
        windows = OpenWindows(plan.routing.windows)
        holdings = Holdings(before: plan.steps)
    }

    /// Carries out as many steps as it can.
    consuming func run() async -> BaseResult {
        for (index, step) in plan.steps.enumerated() {
            if world.hooks.isStopping() { isGoingOn = false }
            if isGoingOn {
                await carryOut(step, at: index)
            } else {
                add(step, .notTried)
            }
        }
        return BaseResult(
            plan,
            outcomes: outcomes,
            holdings: holdings,
            moved: windows.values,
            rewritten: rewritten
        )
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
            isGoingOn = false
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
        let isMoving = windows.areOpen(before: index)
        return Terms(
            reservation: held?.reservation,
            connections: isMoving ? step.connections : nil,
            canCompare: held?.hasSpare ?? true
        )
    }

    /// On what the move has reserved and not used: nothing is at the base longer than it has to be.
    func terms(rollingBack target: EnvironmentTarget) -> Terms {
        Terms(reservation: held?.reservation, connections: [target.key.connection])
    }

    private mutating func fail(_ step: Step, at index: Int, _ failure: ApplyFailure) async {
        isGoingOn = false
        let rolledBack = failure.isInterruption ? [] : await rollBack(after: index)
        add(step, .failed(failure, rolledBack: rolledBack))
        world.hooks.notify(.failed(step, base: plan.label, failure))
    }

    private mutating func add(_ step: Step, _ outcome: StepOutcome.Result) {
        var new: [EnvironmentTarget] = []
        if case .attach(let targets) = step { new = targets.filter { attached[$0.key] != nil } }
        outcomes.append(StepOutcome(base: plan.label, step: step, result: outcome, attached: new))
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
