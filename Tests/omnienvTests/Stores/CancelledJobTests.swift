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

    /// A step of a pipeline: a shell that becomes omnienv, after it has said which process that is.
    private static let step = ["/bin/bash", "-c", #"echo "process $$." >&2; exec "$0" "$@""#]

    /// What a pipeline sends a step's process that somebody cancels, as long as it lives.
    private static func cancel(_ process: pid_t) async throws {
        kill(process, SIGINT)
        try await Task.sleep(for: .milliseconds(7_500))
        kill(process, SIGTERM)
        try await Task.sleep(for: .milliseconds(2_500))
        kill(process, SIGKILL)
    }

    /// Cancels the step `when` it has come so far, and waits for its end.
    /// - Returns: what it came to, and how long the end took.
    private static func cancelled(
        _ world: World,
        _ what: String,
        when: (World) async throws -> Void
    ) async throws -> (Outcome, Duration) {
        let clock = ContinuousClock()
        var took = Duration.zero
        let outcome = try await world.run(["apply", "--auto-approve"], through: step) { running in
            let said = try await running.hears("process ")
            let text = said.contains(".") ? said : try await running.hears(".")
            let process = try #require(text.firstMatch(of: /process (\d+)\./).flatMap { pid_t($0.1) })
            try await when(world)
            let start = clock.now
            async let _ = cancel(process)
            _ = try await running.rest()
            took = clock.now - start
        }
        print("cancelled while \(what): ended after \(took)")
        return (outcome, took)
    }

    @Test func `while Omni hangs, the lock is free before the second signal`() async throws {
        try await StoreServer.withHTTP("gitlab") { server in
            try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
                let world = world.keeping(in: server, gitLab: true)
                try world.write(Self.manifest)
                let (outcome, took) = try await Self.cancelled(world, "Omni hangs") { world in
                    await world.arrival(of: "PUT", 1)
                }
                #expect(took < Self.patience)
                outcome.expect(exitCode: 130)
                #expect(try await Self.lock(server) == nil)
                world.gate.open()
                (try await world.apply()).expect(exitCode: 0)
                #expect(await world.routing() == Self.manifest.routing)
            }
        }
    }

    @Test(arguments: ["a request", "the lock"])
    func `while the store hangs, it ends in time and names the one command`(_ moment: String) async throws {
        try await StoreServer.withHTTP("gitlab") { server in
            try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
                let world = world.keeping(in: server, gitLab: true)
                try world.write(Self.manifest)
                if moment == "the lock" { try await server.control("stop?at=1&is=after") }
                let (outcome, took) = try await Self.cancelled(world, "the store hangs at \(moment)") {
                    world in
                    if moment == "the lock" {
                        try await server.control("reached")
                        try await server.control("hang")
                    } else {
                        await world.arrival(of: "PUT", 1)
                        try await server.control("hang")
                        world.gate.open()
                    }
                }
                #expect(took < .seconds(7))
                outcome.expect(exitCode: 130)
                let id = try #require(try await Self.lock(server))
                #expect(outcome.stderr.contains("omnienv state unlock \(id)"), "\(outcome.everything)")
                world.gate.open()
                try await server.control("run")
                try await server.control("go")
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
