import OmniModel

/// The endpoints' paths (docs/omni-api.md, "Endpoints"). Ids are opaque, so that they are encoded: none can name
/// another resource.
enum Path {
    static let environments = "/v1/connection-environments"
    static let connections = "/v1/connections"
    static let userAttributes = "/v1/user-attributes"
    /// Beneath the instance and not beneath its API.
    static let specification = "/openapi.json"

    static func environment(_ id: EnvironmentID) -> String {
        environments + "/" + id.text.percentEncoded
    }

    static func connection(_ id: ConnectionID) -> String {
        connections + "/" + id.text.percentEncoded
    }

    static func connections(includeDeleted: Bool) -> String {
        includeDeleted ? connections + "?includeDeleted=true" : connections
    }
}
