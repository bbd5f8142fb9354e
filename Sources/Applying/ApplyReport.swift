package import OmniModel
package import Planning
package import StateStore

/// What became of every step of a plan, by what the environments and the base hold now.
package struct ApplyReport: Sendable {
    /// By base.
    private let runs: [[StepOutcome]]
    /// Values that had an environment before and are wanted to have one, and are at the base connection now, or may be.
    package let unrouted: [UnroutedValues]
    /// The windows that were closed.
    package let windows: [RealWindow]
    package let wasInterrupted: Bool
    /// Whether no list of environments has confirmed it: then it is as the state has it.
    package let isFromState: Bool
    /// The state file could not be written: what Omni has and the file does not say.
    package let unwritten: [StateRecord]
    package let stateFailure: StateError?

    /// Of a plan without steps.
    package static let nothing = ApplyReport()

    private init() {
        (runs, unrouted, windows, unwritten) = ([], [], [], [])
        (wasInterrupted, isFromState, stateFailure) = (false, false, nil)
    }

    init(
        _ machines: [BaseMachine],
        wasInterrupted: Bool,
        isFromState: Bool,
        unwritten: [StateRecord],
        stateFailure: StateError?
    ) {
        runs = machines.map(\.outcomes)
        unrouted = machines.flatMap(\.unrouted)
        windows = machines.flatMap(\.realWindows)
        self.wasInterrupted = wasInterrupted
        self.isFromState = isFromState
        self.unwritten = unwritten
        self.stateFailure = stateFailure
    }

    /// Of all bases; not copied, as there may be tens of thousands.
    package var outcomes: some Collection<StepOutcome> { runs.joined() }

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

package struct StepOutcome: Sendable {
    package enum Result: Sendable {
        /// Confirmed, and still the case.
        case done
        /// Confirmed, and undone by this run since, in whole or in part, so that no value stays at the base connection:
        /// the holder has these values now.
        case rolledBack(now: [String])
        case failed(ApplyFailure)
        /// Nobody knows whether it is the case: an answer never came. The holder has one of these, if it has any.
        case inDoubt(ApplyFailure, perhaps: [[String]])
        /// Nothing of it went out.
        case notTried
    }

    /// The base's label.
    package let base: String
    package let step: Step
    package let result: Result
    /// What an attach brought about, also one that failed half-way.
    package let attached: [EnvironmentTarget]
    /// What was routed to the step's environment again, because its move could not be finished.
    package let rolledBack: RolledBack?

    package var isDone: Bool {
        if case .done = result { true } else { false }
    }
}

/// Values of one base that reach the base connection because a move could be neither finished nor rolled back.
package struct UnroutedValues: Sendable, Hashable {
    /// The base's label.
    package let base: String
    package let values: [String]
    /// Whether nobody holds them for certain: an answer that was lost leaves that open.
    package let isCertain: Bool
}

/// Values that are routed again to where they were before a move that failed half-way.
package struct RolledBack: Sendable, Hashable {
    package let values: [String]
    package let to: Address
}

/// How long a value was really at the base connection on its way.
package struct RealWindow: Sendable, Hashable {
    /// The base's label.
    package let base: String
    package let value: String
    package let length: Duration
}
