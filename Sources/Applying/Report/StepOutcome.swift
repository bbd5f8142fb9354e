package import OmniAPI
package import OmniModel
package import Planning
package import StateStore

/// What became of one step of a plan.
package struct StepOutcome: Sendable {
    /// Where the step stands at the end of the run.
    package enum Result: Sendable {
        /// Confirmed, and still the case.
        case done
        /// Confirmed, and undone by this run since, in whole or in part, so that no value stays at the base connection:
        /// the holder has these values now.
        case rolledBack(now: [AttributeValue])
        case failed(ApplyFailure)
        /// Nobody knows whether it is the case: an answer never came. The holder has one of these, if it has any.
        case inDoubt(ApplyFailure, perhaps: [[AttributeValue]])
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

    /// Whether the step is confirmed and still the case; what was rolled back is not.
    package var isDone: Bool {
        if case .done = result { true } else { false }
    }
}

/// Values of one base that reach the base connection because a move could be neither finished nor rolled back.
package struct UnroutedValues: Sendable, Hashable {
    /// The base's label.
    package let base: String
    package let values: [AttributeValue]
    /// Whether nobody holds them for certain: an answer that was lost leaves that open.
    package let isCertain: Bool
}

/// Values that are routed again to where they were before a move that failed half-way.
package struct RolledBack: Sendable, Hashable {
    package let values: [AttributeValue]
    package let to: Address
}

/// How long a value was really at the base connection on its way.
package struct RealWindow: Sendable, Hashable {
    /// The base's label.
    package let base: String
    package let value: AttributeValue
    /// As the run's own clock measured it.
    package let length: Duration
}

/// Why a step failed.
package enum ApplyFailure: Error, Sendable {
    case omni(OmniError)
    case state(StateError)
    /// An attach was not answered as it should be, and no list can tell whether it was carried out. The error is `nil`
    /// when the answer merely left some out.
    case attachUnanswered([Address], OmniError?)
    /// An attach was carried out and its answer lost, as Omni's refusal of its repetition shows. No list can tell the ids.
    case attachedWithoutID([Address], OmniError?)
    /// An attach was never answered as it should be, and Omni's list does not show it.
    case attachNotListed([Address], OmniError?)
    /// The plan names an environment whose id nobody knows.
    case unknownID(Address)
    /// Somebody else changed the base after the plan was made. Nothing was sent.
    case changedMeanwhile([OutsideChange])
    /// Only these values were written, so that they do not stay at the base connection.
    case partly([AttributeValue])
    /// Omni confirmed the detach, and its list shows the environment all the same.
    case stillListed(Address)
    /// The run was asked to end before an answer came.
    case interrupted
}

/// An environment that somebody else changed after the plan was made.
package struct OutsideChange: Sendable, Hashable {
    /// The environment's label, or the connection's id.
    package let name: String
    /// `nil` when it should not be attached.
    package let expected: [AttributeValue]?
    /// `nil` when it is not attached.
    package let found: [AttributeValue]?
}

/// Told as it happens; `base` is the base's label.
package enum ApplyEvent: Sendable {
    case started(Step, base: String)
    case finished(Step, base: String)
    case failed(Step, base: String, ApplyFailure)
    /// Values are routed again to where they were before a move that failed half-way.
    case rolledBack([AttributeValue], to: Address)
}
