import OmniSandbox
import Synchronization
import Testing

@Suite("The log and the snapshot")
struct LogTests {
    private static let path = "/v1/connection-environments/\(Fixture.stagingEnvironment)"

    @Test func `the log has every request, with what became of it`() async throws {
        try await withSandbox(try Fixture.attached()) { sandbox in
            _ = try await sandbox.send("GET", "/v1/connections?name=x")
            _ = try await sandbox.send("PUT", Self.path, #"{"userAttributeValues":"dev"}"#)
            let log = await sandbox.requests()
            #expect(log.map(\.method) == ["GET", "PUT"])
            #expect(log.map(\.path) == ["/api/v1/connections?name=x", "/api\(Self.path)"])
            #expect(log.map(\.body) == ["", #"{"userAttributeValues":"dev"}"#])
            #expect(log.map(\.status) == [200, 400])
            #expect(log.map(\.wasCarriedOut) == [true, false])
            #expect(log.map(\.wasRefused) == [false, true])
        }
    }

    @Test func `every request is told of as it is answered`() async throws {
        let lines = Lines()
        let configuration = SandboxConfiguration.with { $0.onRequest = { lines.append($0.description) } }
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            _ = try await sandbox.send("GET", "/v1/connections")
            _ = try await sandbox.send("GET", "/v1/models")
            #expect(lines.all == ["GET  /api/v1/connections  200", "GET  /api/v1/models  404  Not Found"])
        }
    }

    @Test func `the snapshot has the routing of every base, sorted`() async throws {
        try await withSandbox(try Fixture.attached()) { sandbox in
            try await sandbox.edit { store throws(Store.Refusal) in
                try store.setValues(["b", "a"], of: Fixture.stagingEnvironment)
            }
            let snapshot = await sandbox.snapshot()
            let expected = [
                Snapshot.Environment(
                    id: Fixture.devEnvironment.text,
                    connection: Fixture.dev.text,
                    values: ["dev"]
                ),
                Snapshot.Environment(
                    id: Fixture.stagingEnvironment.text,
                    connection: Fixture.staging.text,
                    values: ["a", "b"]
                ),
            ]
            #expect(snapshot.environments == [Fixture.base.text: expected])
            #expect(snapshot.attributes.keys.sorted() == [Fixture.base.text])
        }
    }

    @Test func `both are answered over HTTP, with a token and without a trace`() async throws {
        try await withSandbox(try Fixture.attached(), try .fault("* * 2 lost-before")) { sandbox in
            _ = try await sandbox.send("PUT", Self.path, #"{"userAttributeValues":"dev"}"#)
            let log =
                #"[{"method":"PUT","path":"/api\#(Self.path)","body":"{\"userAttributeValues\":\"dev\"}","status":400,"#
                + #""carriedOut":false,"refusal":"User attribute value \"dev\" is already in use","faults":[]}]"#
            #expect(try await sandbox.ask("/sandbox/requests") == Reply(200, log))
            let store =
                #"{"attributes":{"\#(Fixture.base)":{"name":"environment","defaultValues":["prod","live"]}},"#
                + #""environments":{"\#(Fixture.base)":[{"id":"\#(Fixture.devEnvironment)","#
                + #""connection":"\#(Fixture.dev)","values":["dev"]},{"id":"\#(Fixture.stagingEnvironment)","#
                + #""connection":"\#(Fixture.staging)","values":[]}]}}"#
            #expect(try await sandbox.ask("/sandbox/store") == Reply(200, store))
            #expect(await sandbox.requests().count == 1)
        }
    }
}

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}
