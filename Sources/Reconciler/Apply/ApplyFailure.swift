package import OmniAPI

/// Why a step failed.
package enum ApplyFailure: Error, Sendable {
    case omni(OmniError)
    case state(StateError)
    /// An attach was not answered as it should be, and there is no telling whether it was carried out: the instance
    /// has no list, or the list never came to show it. The error is `nil` when the answer merely left some out.
    case attachUnanswered([Address], OmniError?)
    /// The plan names an environment whose id nobody knows.
    case unknownID(Address)
    /// A wait before the step was cut short; nothing was sent.
    case interrupted

    var isInterruption: Bool {
        switch self {
        case .interrupted: true
        case .omni(let error): error.kind == .interrupted
        case .state, .attachUnanswered, .unknownID: false
        }
    }
}
