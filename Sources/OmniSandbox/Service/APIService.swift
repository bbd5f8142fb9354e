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
            listing: variant.hasList
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
        }
    }

    private func permission(
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
