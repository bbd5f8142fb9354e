import OmniModel
package import Planning
package import StateStore

/// What became of every step of a plan, by what the environments and the base hold now (docs/reliability.md).
package struct ApplyReport: Sendable {
    /// By base.
    private let runs: [[StepOutcome]]
    /// Values that had an environment before and are wanted to have one, and are at the base connection now, or may be.
    package let unrouted: [UnroutedValues]
    /// The windows that were closed.
    package let windows: [RealWindow]
    /// Whether the run was asked to end before its last step.
    package let wasInterrupted: Bool
    /// Whether no list of environments has confirmed it: then it is as the state has it.
    package let isFromState: Bool
    /// What Omni has and the state file does not say, because that could not be written; in the order of the records.
    package let unwritten: [StateRecord]
    /// Why the state file, or the shared store, took no more; nil when all of it was written.
    package let stateFailure: StateError?

    /// The report on a plan without steps.
    package static let nothing = ApplyReport(runs: [])

    init(
        runs: [[StepOutcome]],
        unrouted: [UnroutedValues] = [],
        windows: [RealWindow] = [],
        wasInterrupted: Bool = false,
        isFromState: Bool = false,
        unwritten: [StateRecord] = [],
        stateFailure: StateError? = nil
    ) {
        self.runs = runs
        self.unrouted = unrouted
        self.windows = windows
        self.wasInterrupted = wasInterrupted
        self.isFromState = isFromState
        self.unwritten = unwritten
        self.stateFailure = stateFailure
    }

    init(
        _ machines: [BaseMachine],
        wasInterrupted: Bool,
        isFromState: Bool,
        unwritten: [StateRecord],
        stateFailure: StateError?
    ) {
        self.init(
            runs: machines.map(\.outcomes),
            unrouted: machines.flatMap(\.unrouted),
            windows: machines.flatMap(\.realWindows),
            wasInterrupted: wasInterrupted,
            isFromState: isFromState,
            unwritten: unwritten,
            stateFailure: stateFailure
        )
    }

    /// One for each step of the plan, base by base in the plan's order; not copied, as there may be tens of thousands.
    package var outcomes: some Collection<StepOutcome> { runs.joined() }

    /// Whether every step is done and the state file has it: else the exit code is 3.
    package var isComplete: Bool {
        outcomes.allSatisfy(\.isDone) && stateFailure == nil
    }

    /// The resources that were added, changed and destroyed in fact.
    package var count: ChangeCount {
        outcomes.reduce(into: ChangeCount()) { count, outcome in
            count.add += outcome.attached.count
            guard outcome.isDone else { return }
            switch outcome.step {
            case .attach, .setValues(_, _, _, purpose: .release), .setAttribute(_, _, purpose: .release):
                break
            case .setValues(let target, _, _, purpose: .final): count.change += target.id == nil ? 0 : 1
            case .setAttribute, .removeAttribute: count.change += 1
            case .detach: count.destroy += 1
            }
        }
    }
}
