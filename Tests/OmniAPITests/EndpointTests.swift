import HTTPTransport
import OmniAPI
import Testing

@Suite struct EndpointTests {
    private static func specification(_ paths: String) -> String {
        #"{"openapi": "3.1.0", "servers": [{"url": "/api"}], "paths": \#(paths), "components": {"schemas": {}}}"#
    }

    private func endpoints(_ answer: ScriptedTransport.Answer) async throws -> Set<Endpoint>? {
        try await OmniClient.scripted(ScriptedTransport([answer])).reader.specifiedEndpoints()
    }

    @Test(arguments: ["", "/api", "/v1", "/api/v1"])
    func `paths count wherever the specification lets them begin, and whatever it calls an id`(_ root: String)
        async throws
    {
        let paths = #"""
            {
              "\#(root)/connection-environments": {"parameters": [{"in": "header"}], "get": {}, "post": {}},
              "\#(root)/connection-environments/{connectionEnvironmentId}": {"summary": "one", "put": {}},
              "\#(root)/connections/{id}": {"get": {}},
              "\#(root)/connections/{id}/schedules": {"patch": {}},
              "\#(root)/folders/{id}": {"delete": {}, "patch": {}}
            }
            """#
        let found = try await endpoints(.status(200, Self.specification(paths)))
        #expect(found == [.attach, .setValues, .connection])
    }

    @Test func `another version of an endpoint is another endpoint`() async throws {
        let paths = #"{"/v2/connection-environments": {"post": {}}, "/v1/connections/{id}": {"patch": {}}}"#
        #expect(try await endpoints(.status(200, Self.specification(paths))) == [.setUserAttribute])
    }

    @Test(arguments: [
        ScriptedTransport.Answer.status(404, #"{"detail": "Not found", "status": 404}"#),
        .status(401, #"{"detail": "Unauthorized: Missing or invalid API key", "status": 401}"#),
        .status(403), .status(200, "<!doctype html><title>Omni</title>"), .status(200, "{}"),
        .status(200, #"{"paths": {}}"#), .status(200, #"{"paths": {"/v1/connections": {"get": {}}}"#),
        .status(302, location: "/login"),
    ])
    func `without a specification that can be read nothing is known`(_ answer: ScriptedTransport.Answer)
        async throws
    {
        #expect(try await endpoints(answer) == nil)
    }

    @Test func `a failure is told and not repeated`() async throws {
        let transport = ScriptedTransport([.status(503)])
        let reader = try OmniClient.scripted(transport).reader
        await #expect(throws: OmniError.self) { try await reader.specifiedEndpoints() }
        #expect(transport.calls == ["GET /openapi.json"])
        #expect(transport.sent.map(\.call.root) == [.origin])
    }
}
