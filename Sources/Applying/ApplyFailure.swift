package import OmniAPI
package import OmniModel
package import StateStore

/// Why a step failed.
package enum ApplyFailure: Error, Sendable {
    case omni(OmniError)
    case state(StateError)
    /// An attach was not answered as it should be, and no list can tell whether it was carried out. The error is `nil`
    /// when the answer merely left some out.
    case attachUnanswered([Address], OmniError?)
    /// An attach was never answered as it should be, and Omni's list does not show it.
    case attachNotListed([Address], OmniError?)
    /// The plan names an environment whose id nobody knows.
    case unknownID(Address)
    /// Somebody else changed the base after the plan was made. Nothing was sent.
    case changedMeanwhile([OutsideChange])
    /// A wait before the step was cut short; nothing was sent.
    case interrupted

    var isInterruption: Bool {
        switch self {
        case .interrupted: true
        case .omni(let error): error.kind == .interrupted
        case .state, .attachUnanswered, .attachNotListed, .unknownID, .changedMeanwhile: false
        }
    }

    /// Whether the step may have been carried out all the same.
    var isInDoubt: Bool {
        if case .omni(let error) = self { error.mayHaveBeenCarriedOut } else { false }
    }

    var isNotFound: Bool {
        if case .omni(let error) = self { error.status == 404 } else { false }
    }
}

/// An environment that somebody else changed after the plan was made.
package struct OutsideChange: Sendable, Hashable {
    /// The environment's label, or the connection's id.
    package let name: String
    /// `nil` when it should not be attached.
    package let expected: [String]?
    /// `nil` when it is not attached.
    package let found: [String]?
}
