package import OmniModel
package import Planning

/// What became of one step of a plan.
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
