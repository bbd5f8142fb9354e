import Testing

@testable import OmniSandbox

@Suite("A sandbox's life", .timeLimit(.minutes(5)))
struct LifetimeTests {
    private struct Failure: Error, Equatable {}

    @Test func `returns what its body returns, and its port is free again`() async throws {
        let port = try await withSandbox(Fixture.store()) { sandbox in
            _ = try await sandbox.send("GET", "/v1/connections")
            return sandbox.port
        }
        let configuration = SandboxConfiguration.with { $0.port = port }
        let second = try await withSandbox(Fixture.store(), configuration) { $0.port }
        #expect(second == port)
    }

    @Test func `ends with its body's error`() async {
        await #expect(throws: Failure()) {
            try await withSandbox(Fixture.store()) { _ in throw Failure() }
        }
    }

    @Test func `does not begin on a port that is taken`() async throws {
        try await withSandbox(Fixture.store()) { first in
            let configuration = SandboxConfiguration.with { $0.port = first.port }
            await #expect(throws: (any Error).self) {
                try await withSandbox(Fixture.store(), configuration) { _ in
                    Issue.record("two servers on one port")
                }
            }
        }
    }

    @Test func `ends in the middle of a slow answer`() async throws {
        let (waits, waiting) = AsyncStream.makeStream(of: Duration.self)
        let (never, end) = AsyncStream.makeStream(of: Void.self)
        defer { end.finish() }
        var configuration = try SandboxConfiguration.fault("GET * 1 slow:3600")
        configuration.wait = {
            waiting.yield($0)
            // Nothing comes: it ends when its task is cancelled.
            for await _ in never {}
            try Task.checkCancellation()
        }
        try await withSandbox(Fixture.store(), configuration) { sandbox in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await sandbox.send("GET", "/v1/connections") }
                #expect(await waits.first { _ in true } == .seconds(3600))
                group.cancelAll()
            }
        }
    }

    @Test func `keeps every one of many requests at once`() async throws {
        let connections = (1...64).map { ResourceID(serial: $0) }
        var store = Store(
            connections: ([Fixture.base] + connections).map {
                Store.Connection(id: $0, name: "x", dialect: "x", database: "x")
            }
        )
        _ = try store.attach(connections, to: Fixture.base)
        let ids = store.environments.map(\.id)
        try await withSandbox(store) { sandbox in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for id in ids {
                    group.addTask {
                        let body = #"{"userAttributeValues":"\#(id)"}"#
                        return try await sandbox.send("PUT", "/v1/connection-environments/\(id)", body).status
                    }
                }
                for try await status in group {
                    #expect(status == 200)
                }
            }
            #expect(await sandbox.store().environments.map(\.values) == ids.map { [$0.text] })
        }
    }
}
