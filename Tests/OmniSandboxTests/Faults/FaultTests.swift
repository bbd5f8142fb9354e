import OmniSandbox
import Synchronization
import Testing

private let collection = "/v1/connection-environments"
private let item = "/v1/connection-environments/\(Fixture.devEnvironment)"
private let attachEU =
    #"{"baseConnectionId":"\#(Fixture.base)","environmentConnectionIds":"\#(Fixture.eu)"}"#

@Suite("Faults, as a client sees them")
struct FaultTests {
    @Test(arguments: [("before", 2), ("after", 3)])
    func `a lost answer closes the connection`(_ moment: String, _ environments: Int) async throws {
        let configuration = try SandboxConfiguration.fault("POST \(collection) 1 lost-\(moment)")
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            await #expect(throws: (any Error).self) { try await sandbox.send("POST", collection, attachEU) }
            #expect(await sandbox.store().environments.count == environments)
            let record = try #require(await sandbox.requests().last)
            #expect(record.status == nil)
            #expect(record.wasCarriedOut == (moment == "after"))
            #expect(record.faults == ["lost-\(moment)"])
            #expect(try await sandbox.send("GET", collection).status == 200)
        }
    }

    @Test(arguments: [
        ("503-before", 503, "Service Unavailable", 2), ("503-after", 503, "Service Unavailable", 3),
        ("500-after", 500, "Internal Server Error", 3), ("429", 429, "Too Many Requests", 2),
    ])
    func `an error status comes before or after the work`(
        _ effect: String,
        _ status: Int,
        _ detail: String,
        _ environments: Int
    ) async throws {
        let configuration = try SandboxConfiguration.fault("POST \(collection) 1 \(effect)")
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let reply = try await sandbox.send("POST", collection, attachEU)
            #expect(reply == Reply(status, #"{"detail":"\#(detail)","status":\#(status)}"#))
            #expect(reply.retryAfter == nil)
            #expect(await sandbox.store().environments.count == environments)
        }
    }

    @Test func `a status may come with Retry-After`() async throws {
        try await withSandbox(Fixture.store(), try .fault("* * 1 429:7")) { sandbox in
            let reply = try await sandbox.send("GET", collection)
            #expect(reply.retryAfter == "7")
        }
    }

    @Test(arguments: [("before", 2), ("after", 3)])
    func `an error in a success comes before or after the work`(_ moment: String, _ environments: Int)
        async throws
    {
        let configuration = try SandboxConfiguration.fault("POST \(collection) 1 error-in-200-\(moment)")
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let reply = try await sandbox.send("POST", collection, attachEU)
            #expect(reply == Reply(200, #"{"detail":"Bad Request","status":400}"#))
            #expect(await sandbox.store().environments.count == environments)
        }
    }

    @Test func `garbage is a success that is not JSON`() async throws {
        try await withSandbox(try Fixture.attached(), try .fault("PUT * 1 garbage")) { sandbox in
            let reply = try await sandbox.send("PUT", item, #"{"userAttributeValues":"x"}"#)
            #expect(reply == Reply(200, "<<< not JSON >>>"))
            #expect(await sandbox.store().environments.first?.values == ["x"])
        }
    }

    @Test func `a partial answer is cut off`() async throws {
        try await withSandbox(try Fixture.attached(), try .fault("GET * 1 partial")) { sandbox in
            await #expect(throws: (any Error).self) { try await sandbox.send("GET", collection) }
            let whole = try await sandbox.send("GET", collection)
            #expect(whole.status == 200)
            #expect(await sandbox.requests().map(\.status) == [200, 200])
        }
    }

    @Test func `a proxy's page is HTML, and the work is not done`() async throws {
        try await withSandbox(try Fixture.attached(), try .fault("DELETE * 1 html")) { sandbox in
            let reply = try await sandbox.send("DELETE", item)
            #expect(reply.status == 502)
            #expect(reply.contentType == "text/html")
            #expect(reply.text.contains("<title>502 Bad Gateway</title>"))
            #expect(await sandbox.store().environments.count == 2)
        }
    }

    @Test func `a slow answer waits after the work is done`() async throws {
        let waits = Waits()
        var configuration = try SandboxConfiguration.fault("DELETE * 1 slow:90.5")
        configuration.wait = { waits.append($0) }
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let reply = try await sandbox.send("DELETE", item)
            #expect(reply.status == 200)
            #expect(waits.all == [.milliseconds(90_500)])
        }
    }

    @Test func `a fault may be added between two requests`() async throws {
        try await withSandbox(try Fixture.attached()) { sandbox in
            #expect(try await sandbox.send("GET", collection).status == 200)
            await sandbox.script(try Fault(parsing: "GET \(collection) 1 500-before"))
            #expect(try await sandbox.send("GET", collection).status == 500)
            #expect(try await sandbox.send("GET", collection).status == 200)
        }
    }
}

private final class Waits: Sendable {
    private let durations = Mutex<[Duration]>([])

    var all: [Duration] { durations.withLock { $0 } }

    func append(_ duration: Duration) {
        durations.withLock { $0.append(duration) }
    }
}
