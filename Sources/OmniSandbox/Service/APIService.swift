/// The API without faults and without a network: takes requests, keeps the store, gives answers.
struct APIService: Sendable {
    var store: Store
    let variant: APIVariant
    private var window: RateWindow

    init(store: Store, variant: APIVariant) {
        self.store = store
        self.variant = variant
        window = RateWindow(limit: variant.rateLimit)
    }

    /// Carries a request out. `now` is the time that the rate limit goes by.
    mutating func answer(_ request: SandboxRequest, at now: Duration) throws(Store.Refusal) -> Answer {
        let permission = try permission(of: request.authorization)
        guard window.admit(at: now) else { throw .tooManyRequests }
        let endpoint = try Endpoint(
            method: request.method,
            path: request.path,
            variant: variant
        )
        let action = try Action(endpoint, request, wire: variant.wire)
        guard permission == .admin || !endpoint.needsAdministrator else { throw .permissionDenied }
        return try perform(action)
    }

    /// The answer that says why a request is refused.
    func error(_ refusal: Store.Refusal) -> Answer {
        .error(status: refusal.status, detail: refusal.detail, shape: variant.errorShape)
    }

    private mutating func perform(_ action: Action) throws(Store.Refusal) -> Answer {
        switch action {
        case .attach(let base, let connections):
            return .attached(try store.attach(connections, to: base), wire: variant.wire)
        case .listEnvironments:
            return .list(store.environments)
        case .setValues(let id, let values):
            try store.setValues(values, of: id)
            return .success()
        case .detach(let id):
            try store.detach(id)
            return .success()
        case .listConnections(let query):
            return .connections(store.connections(matching: query), wire: variant.wire)
        case .connection(let id):
            return .connection(try store.connection(id), wire: variant.wire)
        case .setRouting(let id, let routing):
            try store.setRouting(routing, of: id)
            return .success(message: "Connection updated successfully")
        case .listUserAttributes:
            return .userAttributes(store.userAttributes)
        case .specification:
            return .specification(Endpoint.specified(variant))
        }
    }

    func permission(
        of authorization: String?
    ) throws(Store.Refusal) -> APIVariant.Permission {
        let scheme = "Bearer "
        guard let authorization, authorization.hasPrefix(scheme) else { throw .unauthorized }
        let token = String(authorization.dropFirst(scheme.count))
        guard !token.isEmpty else { throw .unauthorized }
        guard let tokens = variant.tokens else { return .admin }
        guard let permission = tokens[token] else { throw .unauthorized }
        return permission
    }
}

/// A request that is well formed: what is to be done, with everything that it takes.
enum Action: Equatable {
    case attach(base: ResourceID, connections: [ResourceID])
    case listEnvironments
    case setValues(environment: ResourceID, values: [String])
    case detach(environment: ResourceID)
    case listConnections(Store.ConnectionQuery)
    case connection(ResourceID)
    case setRouting(base: ResourceID, Store.RoutingAttribute?)
    case listUserAttributes
    case specification

    /// Checks the form of a request: its ids, its query and its body, in that order.
    init(
        _ endpoint: Endpoint,
        _ request: SandboxRequest,
        wire: APIVariant.Wire
    ) throws(Store.Refusal) {
        switch endpoint {
        case .attach:
            let body = try RequestFields(request.body).attachment(wire: wire)
            self = .attach(base: body.base, connections: body.connections)
        case .listEnvironments:
            self = .listEnvironments
        case .setValues(let text):
            let id = try Self.id(text)
            let values = try RequestFields(request.body).list("userAttributeValues", wire: wire)
            self = .setValues(environment: id, values: values)
        case .detach(let text):
            self = .detach(environment: try Self.id(text))
        case .listConnections:
            self = .listConnections(try Store.ConnectionQuery(request.query))
        case .connection(let text):
            self = .connection(try Self.id(text))
        case .setRouting(let text):
            let id = try Self.id(text)
            self = .setRouting(base: id, try RequestFields(request.body).routing())
        case .listUserAttributes:
            self = .listUserAttributes
        case .specification:
            self = .specification
        }
    }

    private static func id(_ text: String) throws(Store.Refusal) -> ResourceID {
        guard let id = ResourceID(text) else { throw .invalidID }
        return id
    }
}

/// Which of the forms of its API a sandbox serves, and to whom: instances of Omni differ in them.
package struct APIVariant: Sendable {
    /// The two forms that Omni's sources describe (docs/omni-api.md): lists as comma-separated strings, or as
    /// arrays. A body of the other form is refused.
    package enum Wire: String, Sendable, CaseIterable {
        case documented, array
    }

    /// `{"detail": …, "status": …}` or `{"error": …, "message": …}`.
    package enum ErrorShape: String, Sendable, CaseIterable {
        case detail, message
    }

    /// What a token may do: everything, or read the connections alone.
    package enum Permission: String, Sendable, CaseIterable {
        case admin, none
    }

    /// The form of lists in requests and answers.
    package var wire = Wire.documented
    /// The form of an error's body.
    package var errorShape = ErrorShape.detail
    /// False for an instance without the list of environments and without the reading of one connection.
    package var hasList = true
    /// Whether environments can be detached.
    package var canDetach = true
    /// Whether it shows its own specification at `/openapi.json`.
    package var hasSpecification = true
    /// Requests in any 60 seconds; nil for no limit.
    package var rateLimit: Int?
    /// What each token may do; nil admits any token as an administrator's.
    package var tokens: [String: Permission]?

    package init() {}
}

/// A sliding window: so many requests in any 60 seconds. Requests that it turns away don't count.
struct RateWindow: Sendable, Equatable {
    static let length = Duration.seconds(60)

    /// Nil for no limit.
    let limit: Int?
    /// When the requests of the window came, oldest first. Those before `head` have left it.
    private var times: [Duration] = []
    private var head = 0

    init(limit: Int?) {
        self.limit = limit
    }

    /// Takes a place for a request that comes `now`; false when the window is full.
    mutating func admit(at now: Duration) -> Bool {
        guard let limit else { return true }
        while head < times.count, times[head] + Self.length <= now {
            head += 1
        }
        guard times.count - head < limit else { return false }
        if head > limit {
            times.removeFirst(head)
            head = 0
        }
        times.append(now)
        return true
    }
}
