/// What a method and a path ask for, ids as they were sent: those endpoints of docs/omni-api.md that omnienv asks.
enum Endpoint: Equatable {
    case attach
    case listEnvironments
    case setValues(id: String)
    case detach(id: String)
    case listConnections
    case connection(id: String)
    case setRouting(id: String)
    case listUserAttributes

    /// The path below which all endpoints lie.
    static let root = "/api"

    /// - Parameter listing: whether the instance has the endpoints that came after 2025-07: the list of
    ///   environments, detaching, and reading one connection.
    init(method: String, path: String, listing: Bool) throws(Store.Refusal) {
        let segments = path.split(separator: "/").map(String.init)
        guard segments.count >= 3, segments.count <= 4, segments[0] == "api", segments[1] == "v1" else {
            throw .unknownRoute
        }
        let id = segments.count == 4 ? segments[3] : nil
        switch segments[2] {
        case "connection-environments":
            self = try Self.environments(method, id: id, listing: listing)
        case "connections":
            self = try Self.connections(method, id: id, listing: listing)
        case "user-attributes" where id == nil:
            guard method == "GET" else { throw .methodNotAllowed }
            self = .listUserAttributes
        default: throw .unknownRoute
        }
    }

    private static func environments(
        _ method: String,
        id: String?,
        listing: Bool
    ) throws(Store.Refusal) -> Self {
        switch (method, id) {
        case ("POST", nil): .attach
        case ("GET", nil) where listing: .listEnvironments
        case ("PUT", let id?): .setValues(id: id)
        case ("DELETE", let id?) where listing: .detach(id: id)
        default: throw .invalidMethod
        }
    }

    private static func connections(
        _ method: String,
        id: String?,
        listing: Bool
    ) throws(Store.Refusal) -> Self {
        switch (method, id) {
        case ("GET", nil): .listConnections
        case ("GET", let id?) where listing: .connection(id: id)
        case ("PATCH", let id?): .setRouting(id: id)
        default: throw .methodNotAllowed
        }
    }

    /// Whether only an administrator may ask for it: anyone may read the connections.
    var needsAdministrator: Bool {
        switch self {
        case .listConnections, .connection: false
        case .attach, .listEnvironments, .setValues, .detach, .setRouting, .listUserAttributes: true
        }
    }
}
