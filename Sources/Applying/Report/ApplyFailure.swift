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
    /// Only these values were written, so that they do not stay at the base connection.
    case partly([String])
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
    package let expected: [String]?
    /// `nil` when it is not attached.
    package let found: [String]?
}
