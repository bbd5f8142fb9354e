import HTTPTransport
import OmniAPI
import OmniModel

let tokenText = "secret-token-1234567890"

extension ClientSettings {
    static func test(instance: String = "https://myorg.omniapp.co", rate: Int = 60) throws -> Self {
        ClientSettings(instance: try InstanceURL(instance), token: try APIToken(tokenText), rate: rate)
    }
}

extension OmniClient {
    static func scripted(
        _ transport: any Transport,
        world: SimulatedWorld = SimulatedWorld(),
        rate: Int = 60
    ) throws -> OmniClient {
        OmniClient(settings: try .test(rate: rate), transport: transport, hooks: world.hooks)
    }
}

/// Each write on a permit of its own.
extension OmniClient {
    private func permit() async throws(OmniError) -> Permits {
        let permits = permits()
        do {
            try await permits.acquire(1)
        } catch {
            throw OmniError(call: APICall(.put, ""), attempts: 0, kind: .interrupted)
        }
        return permits
    }

    func attach(_ connections: [ConnectionID], to base: ConnectionID) async throws(OmniError)
        -> [ConnectionID: EnvironmentID]
    {
        try await attach(connections, to: base, on: try await permit())
    }

    func setValues(_ values: [AttributeValue], of environment: EnvironmentID) async throws(OmniError) {
        try await setValues(values, of: environment, on: try await permit())
    }

    func setEnvironmentUserAttribute(
        _ attribute: EnvironmentUserAttribute?,
        of base: ConnectionID
    ) async throws(OmniError) {
        try await setEnvironmentUserAttribute(attribute, of: base, on: try await permit())
    }

    func detach(_ environment: EnvironmentID) async throws(OmniError) {
        try await detach(environment, on: try await permit())
    }
}

/// The error that the body throws, or nil.
func failure(of body: () async throws(OmniError) -> Void) async -> OmniError? {
    do {
        try await body()
        return nil
    } catch {
        return error
    }
}

let base = ConnectionID("c0f12353-4817-4398-bcc0-d501e6dd2f64")
let dev = ConnectionID("b31f9c9f-208d-48a2-9ae3-ff80f2c79fed")
let staging = ConnectionID("11111111-2222-4333-8444-555555555555")
let environment = EnvironmentID("e0000000-0000-4000-8000-000000000001")
