extension Store {
    /// Why the server does not do what a request asks. It holds facts; its
    /// status and its words follow below.
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

extension Store.Refusal {
    /// The HTTP status that the refusal is answered with.
    package var status: Int {
        switch self {
        case .unauthorized: 401
        case .permissionDenied: 403
        case .unknownRoute, .unknownConnection, .unknownEnvironment: 404
        case .methodNotAllowed: 405
        case .tooManyRequests: 429
        case .invalidMethod, .invalidJSON, .missingField, .wrongKind, .unknownFields, .emptyUpdate,
            .invalidBaseID, .invalidEnvironmentConnectionIDs, .invalidID, .invalidChoice, .notAttachable,
            .valueInUse:
            400
        }
    }

    /// The server's words, exactly as docs/omni-api.md lists them where it does.
    package var detail: String {
        switch self {
        case .unauthorized: "Unauthorized: Missing or invalid API key"
        case .permissionDenied: "Permission denied"
        case .tooManyRequests: "Too Many Requests"
        case .unknownRoute: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .invalidMethod: "Invalid method"
        case .invalidJSON: "Bad Request: Invalid JSON"
        case .missingField(let name): "Bad Request: \(name): Required"
        case .wrongKind(let field, let expected, let received):
            "Bad Request: \(field.map { "\($0): " } ?? "")Expected \(expected), received \(received)"
        case .unknownFields(let names):
            "Bad Request: Unrecognized key(s) in object: \(Self.quoted(names, ", "))"
        case .emptyUpdate: "Bad Request: At least one field must be provided"
        case .invalidBaseID: "Bad Request: baseConnectionId: Base connection ID must be a valid UUID"
        case .invalidEnvironmentConnectionIDs:
            "Bad Request: environmentConnectionIds: All environment connection IDs must be valid UUIDs"
        case .invalidID: "Bad Request: id: Invalid uuid"
        case .invalidChoice(let parameter, let allowed):
            "Bad Request: \(parameter): Expected \(Self.quoted(allowed, " | "))"
        case .notAttachable(let ids):
            "The following environment connection IDs are not valid for this connection: "
                + ids.map(\.text).joined(separator: ", ")
        case .valueInUse(let value): "User attribute value \"\(value)\" is already in use"
        case .unknownConnection(let id): "Connection with id \(id) does not exist"
        case .unknownEnvironment(let id): "Connection environment with id \(id) does not exist"
        }
    }

    private static func quoted(_ names: [String], _ separator: String) -> String {
        names.map { "'\($0)'" }.joined(separator: separator)
    }
}
