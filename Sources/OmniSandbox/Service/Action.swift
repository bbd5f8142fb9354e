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
        }
    }

    private static func id(_ text: String) throws(Store.Refusal) -> ResourceID {
        guard let id = ResourceID(text) else { throw .invalidID }
        return id
    }
}
