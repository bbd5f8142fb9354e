extension Store {
    /// Why the server does not do what a request asks. It holds facts; `Refusal+Detail.swift` has the
    /// status and the words.
    package enum Refusal: Error, Sendable, Equatable {
        case unauthorized
        case permissionDenied
        case tooManyRequests
        case unknownRoute
        case methodNotAllowed
        case invalidMethod
        case invalidJSON
        case missingField(String)
        /// `field` is nil when it is the body itself that is of the wrong kind.
        case wrongKind(field: String?, expected: String, received: String)
        case unknownFields([String])
        case emptyUpdate
        case invalidBaseID
        case invalidEnvironmentConnectionIDs
        case invalidID
        case invalidChoice(parameter: String, allowed: [String])
        case notAttachable([ResourceID])
        case valueInUse(String)
        case unknownConnection(ResourceID)
        case unknownEnvironment(ResourceID)
    }
}
