import Foundation
import Subprocess
import Testing

/// What a pipeline does to a job that somebody cancels, while the state is in a shared store.
@Suite("Cancelled job", .timeLimit(.minutes(3)), .serialized)
struct CancelledJobTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))
    /// When a pipeline follows the first signal up.
    private static let patience = Duration.milliseconds(7_500)

    private struct Kept: Decodable {
        struct Lock: Decodable {
            let ID: String
        }

        let lock: Lock?
    }

    private static func lock(_ server: StoreServer) async throws -> String? {
        try JSONDecoder().decode(Kept.self, from: await server.control("state")).lock?.ID
    }

    @Test func `while Omni hangs, the lock is free before the second signal`() async throws {
        try await StoreServer.withHTTP("gitlab") { server in
            try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
                let world = world.keeping(in: server, gitLab: true)
                try world.write(Self.manifest)
                let clock = ContinuousClock()
                var signalled = clock.now
                let outcome = try await world.run(["apply", "--auto-approve"]) { running in
                    await world.arrival(of: "PUT", 1)
                    signalled = clock.now
                    try running.send(.interrupt)
                }
                #expect(clock.now - signalled < Self.patience)
                outcome.expect(exitCode: 130)
                #expect(try await Self.lock(server) == nil)
                world.gate.open()
                (try await world.apply()).expect(exitCode: 0)
                #expect(await world.routing() == Self.manifest.routing)
            }
        }
    }

    @Test func `while the store hangs, it ends in time and names the one command`() async throws {
        try await StoreServer.withHTTP("gitlab") { server in
            try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
                let world = world.keeping(in: server, gitLab: true)
                try world.write(Self.manifest)
                let clock = ContinuousClock()
                var signalled = clock.now
                let outcome = try await world.run(["apply", "--auto-approve"]) { running in
                    await world.arrival(of: "PUT", 1)
                    try await server.control("hang")
                    world.gate.open()
                    signalled = clock.now
                    try running.send(.interrupt)
                }
                #expect(clock.now - signalled < Self.patience)
                outcome.expect(exitCode: 130)
                let id = try #require(try await Self.lock(server))
                #expect(outcome.stderr.contains("omnienv state unlock \(id)"), "\(outcome.everything)")
                try await server.control("run")
                // What the run had asked last may be carried out only now, and free the lock itself.
                _ = try await world.run("state", "unlock", id)
                #expect(try await Self.lock(server) == nil)
                (try await world.apply()).expect(exitCode: 0)
                #expect(await world.routing() == Self.manifest.routing)
            }
        }
    }

    @Test func `at the prompt the lock is freed at once`() async throws {
        try await StoreServer.withHTTP("plain") { server in
            try await withWorld { world in
                let world = world.keeping(in: server, gitLab: false)
                try world.write(Self.manifest)
                let outcome = try await world.runAtTerminal("apply") { running, _ in
                    try await running.hears("Only \"yes\" is accepted")
                    try running.send(.terminate)
                }
                outcome.expect(exitCode: 143)
                #expect(try await Self.lock(server) == nil)
                #expect(await world.requests().writes == [])
            }
        }
    }
}
