package import OmniModel
package import Planning
package import StateStore

/// What became of every step of a plan. Design, section 6.
package struct ApplyReport: Sendable {
    /// By base.
    private let runs: [[StepOutcome]]
    /// Values that an apply which had to give up left at the base connection, in the order of the bases.
    package let unrouted: [UnroutedValues]
    package let wasInterrupted: Bool
    /// The state file could not be written: what Omni has and the file does not say.
    package let unwritten: [StateRecord]
    package let stateFailure: StateError?

    /// Of a plan without steps.
    package static let nothing = ApplyReport(
        runs: [],
        unrouted: [],
        wasInterrupted: false,
        unwritten: [],
        stateFailure: nil
    )

    init(
        runs: [[StepOutcome]],
        unrouted: [UnroutedValues],
        wasInterrupted: Bool,
        unwritten: [StateRecord],
        stateFailure: StateError?
    ) {
        self.runs = runs
        self.unrouted = unrouted
        self.wasInterrupted = wasInterrupted
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
        case done
        /// It was carried out, and a later step of the same move failed: the environment holds these values now.
        case rolledBack(now: [String])
        /// It was carried out, and whether it was rolled back is not known: the environment holds one of these.
        case inDoubt(perhaps: [[String]])
        /// `rolledBack` are values whose move could not be finished and was undone.
        case failed(ApplyFailure, rolledBack: [RolledBack])
        case notTried
    }

    /// The base's label.
    package let base: String
    package let step: Step
    package let result: Result
    /// What an attach brought about, also one that failed half-way.
    package let attached: [EnvironmentTarget]

    package var isDone: Bool {
        if case .done = result { true } else { false }
    }
}

/// Values of one base that reach the base connection because a move could be neither finished nor taken back.
package struct UnroutedValues: Sendable, Hashable {
    /// The base's label.
    package let base: String
    package let values: [String]
    /// Whether nobody holds them for certain: an answer that was lost leaves that open.
    package let isCertain: Bool
}

/// Values that lead again to where they led before a move that failed half-way.
package struct RolledBack: Sendable, Hashable {
    package let values: [String]
    package let to: Address
}
