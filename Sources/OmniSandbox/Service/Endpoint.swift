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
    case specification

    /// The path below which all endpoints lie.
    static let root = "/api"
    /// Where the specification lies, beside that root.
    static let specificationPath = "/openapi.json"

    /// Gives only those that the instance has: an older one lacks the list of environments, detaching, and reading one
    /// connection.
    init(method: String, path: String, variant: APIVariant) throws(Store.Refusal) {
        guard path != Self.specificationPath else {
            guard method == "GET", variant.hasSpecification else { throw .unknownRoute }
            self = .specification
            return
        }
        let segments = path.split(separator: "/").map(String.init)
        guard segments.count >= 3, segments.count <= 4, segments[0] == "api", segments[1] == "v1" else {
            throw .unknownRoute
        }
        let id = segments.count == 4 ? segments[3] : nil
        switch segments[2] {
        case "connection-environments":
            self = try Self.environments(method, id: id, variant)
        case "connections":
            self = try Self.connections(method, id: id, variant)
        case "user-attributes" where id == nil:
            guard method == "GET" else { throw .methodNotAllowed }
            self = .listUserAttributes
        default: throw .unknownRoute
        }
    }

    private static func environments(
        _ method: String,
        id: String?,
        _ variant: APIVariant
    ) throws(Store.Refusal) -> Self {
        switch (method, id) {
        case ("POST", nil): .attach
        case ("GET", nil) where variant.hasList: .listEnvironments
        case ("PUT", let id?): .setValues(id: id)
        case ("DELETE", let id?) where variant.canDetach: .detach(id: id)
        default: throw .invalidMethod
        }
    }

    private static func connections(
        _ method: String,
        id: String?,
        _ variant: APIVariant
    ) throws(Store.Refusal) -> Self {
        switch (method, id) {
        case ("GET", nil): .listConnections
        case ("GET", let id?) where variant.hasList: .connection(id: id)
        case ("PATCH", let id?): .setRouting(id: id)
        default: throw .methodNotAllowed
        }
    }

    /// The methods of each path that an instance has, as an OpenAPI document writes them.
    static func specified(_ variant: APIVariant) -> [(path: String, methods: [String])] {
        ["/v1/connection-environments", "/v1/connections", "/v1/user-attributes"]
            .flatMap { [$0, $0 + "/{id}"] }
            .map { path in
                let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter { method in
                    (try? Endpoint(method: method, path: root + path, variant: variant)) != nil
                }
                return (path, methods.map { $0.lowercased() })
            }
            .filter { !$0.methods.isEmpty }
    }

    /// Whether only an administrator may ask for it: anyone may read the connections.
    var needsAdministrator: Bool {
        switch self {
        case .listConnections, .connection, .specification: false
        case .attach, .listEnvironments, .setValues, .detach, .setRouting, .listUserAttributes: true
        }
    }
}

extension Store.ConnectionQuery {
    /// Reads the query of `GET /v1/connections`; parameters that the endpoint doesn't have are ignored.
    init(_ items: [SandboxRequest.QueryItem]) throws(Store.Refusal) {
        self.init()
        for item in items {
            try read(item.name, item.decodedValue)
        }
    }

    private mutating func read(_ name: String, _ value: String) throws(Store.Refusal) {
        switch name {
        case "name": self.name = value
        case "database": database = value
        case "dialect": dialects = value.split(separator: ",").map(String.init)
        case "sortField":
            guard let field = SortField(rawValue: value) else {
                throw .invalidChoice(parameter: name, allowed: SortField.allCases.map(\.rawValue))
            }
            sortField = field
        case "sortDirection": isDescending = try Self.choice(name, value, "asc", "desc")
        case "includeDeleted": includesDeleted = try Self.choice(name, value, "false", "true")
        default: break
        }
    }

    private static func choice(
        _ parameter: String,
        _ value: String,
        _ off: String,
        _ on: String
    ) throws(Store.Refusal) -> Bool {
        guard value == off || value == on else {
            throw .invalidChoice(parameter: parameter, allowed: [off, on])
        }
        return value == on
    }
}

extension SandboxRequest.QueryItem {
    /// Reads one `name=value` of a query.
    init(_ text: Substring) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(parts.first ?? "")
        value = parts.count > 1 ? String(parts[1]) : ""
    }

    /// The value without its escapes: `+` and `%20` are spaces. A broken escape stays as it is.
    fileprivate var decodedValue: String {
        var bytes: [UInt8] = []
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let escaped = UInt8(String(Substring(digits)), radix: 16)
            {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
