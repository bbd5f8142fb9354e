import OmniSandbox
import Testing

/// Who gets an answer from a sandbox, and who does not.
@Suite("A sandbox's door", .timeLimit(.minutes(2)))
struct DoorTests {
    @Test(arguments: [
        ("Host", "evil.example:PORT"), ("Host", "127.0.0.1"), ("Host", "127.0.0.1:1"), ("Host", "localhost"),
        ("Origin", "http://127.0.0.1:PORT"), ("Origin", "null"),
    ])
    func `a page in a browser is refused, and nothing is done`(name: String, value: String) async throws {
        try await withSandbox(try Fixture.attached()) { sandbox in
            let header = (name: name, value: value.replacing("PORT", with: "\(sandbox.port)"))
            for path in ["/api/v1/connections", "/sandbox/store", "/sandbox/requests"] {
                let reply = try await sandbox.ask(path, headers: [header])
                #expect(reply.status == 403)
                #expect(!reply.text.contains("Warehouse") && !reply.text.contains("staging"))
            }
            let path = "/api/v1/connection-environments/\(Fixture.devEnvironment)"
            let detach = try await sandbox.ask(path, "DELETE", headers: [header])
            #expect(detach.status == 403)
            let attached = try Fixture.attached()
            #expect(await sandbox.store() == attached)
            #expect(await sandbox.requests().isEmpty)
        }
    }

    @Test func `localhost is the same address`() async throws {
        try await withSandbox(try Fixture.attached()) { sandbox in
            let host = (name: "Host", value: "localhost:\(sandbox.port)")
            let reply = try await sandbox.ask("/sandbox/store", headers: [host])
            #expect(reply.status == 200)
        }
    }

    @Test(arguments: [nil, "Bearer ", "Bearer other", "token"])
    func `what it holds takes a token that the API takes`(_ authorization: String?) async throws {
        let configuration = SandboxConfiguration.with { $0.api.tokens = ["token": .admin] }
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            for (path, method) in [
                ("/sandbox/store", "GET"), ("/sandbox/requests", "GET"), ("/sandbox/reset", "POST"),
            ] {
                let refused = try await sandbox.ask(path, method, authorization: authorization)
                let answered = try await sandbox.ask(path, method)
                #expect([refused.status, answered.status] == [401, 200])
            }
        }
    }

    @Test func `a reset is a new start: store, faults and log`() async throws {
        try await withSandbox(try Fixture.attached(), try .fault("PUT * 1 503-before")) { sandbox in
            let path = "/v1/connection-environments/\(Fixture.stagingEnvironment)"
            let write = { try await sandbox.send("PUT", path, #"{"userAttributeValues":"x"}"#).status }
            #expect(try await write() == 503)
            #expect(try await write() == 200)
            let reset = try await sandbox.ask("/sandbox/reset", "POST")
            #expect(reset.status == 200)
            let attached = try Fixture.attached()
            #expect(await sandbox.store() == attached)
            #expect(await sandbox.requests().isEmpty)
            #expect(try await write() == 503)
        }
    }
}
