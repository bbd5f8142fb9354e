import OmniSandbox
import Testing

@Suite("Access")
struct AccessTests {
    private static let unauthorized = Reply(
        401,
        #"{"detail":"Unauthorized: Missing or invalid API key","status":401}"#
    )
    private static let denied = Reply(403, #"{"detail":"Permission denied","status":403}"#)

    @Test(arguments: [nil, "", "Bearer ", "Basic token", "token"])
    func `needs a bearer token`(_ authorization: String?) async throws {
        try await withSandbox(Fixture.store()) { sandbox in
            let reply = try await sandbox.send("GET", "/v1/connections", authorization: authorization)
            #expect(reply == Self.unauthorized)
        }
    }

    @Test func `is open to any token when none is named`() async throws {
        try await withSandbox(Fixture.store()) { sandbox in
            let reply = try await sandbox.send("GET", "/v1/user-attributes", authorization: "Bearer anything")
            #expect(reply.status == 200)
        }
    }

    @Test func `is closed to tokens that are not named`() async throws {
        let configuration = SandboxConfiguration.with { $0.api.tokens = ["known": .admin] }
        try await withSandbox(Fixture.store(), configuration) { sandbox in
            let known = try await sandbox.send("GET", "/v1/connections", authorization: "Bearer known")
            let other = try await sandbox.send("GET", "/v1/connections", authorization: "Bearer other")
            #expect(known.status == 200)
            #expect(other == Self.unauthorized)
        }
    }

    @Test(arguments: [
        ("GET", "/v1/connection-environments", nil),
        (
            "POST", "/v1/connection-environments",
            #"{"baseConnectionId":"\#(Fixture.unknown)","environmentConnectionIds":"\#(Fixture.eu)"}"#
        ),
        ("PUT", "/v1/connection-environments/\(Fixture.devEnvironment)", #"{"userAttributeValues":""}"#),
        ("DELETE", "/v1/connection-environments/\(Fixture.devEnvironment)", nil),
        ("PATCH", "/v1/connections/\(Fixture.base)", #"{"environmentUserAttribute":null}"#),
        ("GET", "/v1/user-attributes", nil),
    ])
    func `without permission reads connections and nothing else`(
        _ method: String,
        _ path: String,
        _ body: String?
    ) async throws {
        let configuration = SandboxConfiguration.with { $0.api.tokens = ["reader": .none] }
        let before = Snapshot(try Fixture.attached())
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            #expect(try await sandbox.send(method, path, body, authorization: "Bearer reader") == Self.denied)
            let connections = try await sandbox.send("GET", "/v1/connections", authorization: "Bearer reader")
            #expect(connections.status == 200)
            #expect(await sandbox.snapshot() == before)
        }
    }

    @Test func `is refused in the other shape on demand`() async throws {
        let configuration = SandboxConfiguration.with {
            $0.api.wire = .array
            $0.api.errorShape = .message
        }
        try await withSandbox(Fixture.store(), configuration) { sandbox in
            let reply = try await sandbox.send("GET", "/v1/connections", authorization: nil)
            #expect(
                reply == Reply(401, #"{"error":"401","message":"Unauthorized: Missing or invalid API key"}"#)
            )
        }
    }
}
