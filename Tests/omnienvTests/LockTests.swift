import Foundation
import OmniSandbox
import Subprocess
import Testing

@Suite("Two at a time", .timeLimit(.minutes(5)))
struct LockTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    /// Runs `test` while an apply holds the lock and waits for the answer to its first `PUT`.
    private static func withHolder(_ world: World, test: () async throws -> Void) async throws -> Outcome {
        try world.write(manifest)
        return try await world.run("apply", "--auto-approve") { _ in
            await world.arrival(of: "PUT", 1)
            try await test()
            world.gate.open()
        }
    }

    @Test func `who waits too long exits with 6 and is told who holds the lock`() async throws {
        try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
            let holder = try await Self.withHolder(world) {
                let asked = await world.requests().count
                let outcome = try await world.apply("--lock-timeout", "2s")
                #expect(outcome.exitCode == 6)
                #expect(outcome.stdout == "")
                let lock = try #require(world.text(of: World.stateFile + ".lock"))
                let pid = try #require(lock.firstMatch(of: /"pid":([0-9]+)/)?.1)
                #expect(outcome.stderr.contains("waiting up to 2 seconds for the lock on"))
                #expect(
                    outcome.stderr.contains(
                        #/error: "omnienv.state.jsonl" is locked by process [0-9]+ of .+ on .+ \(.*omnienv apply --auto-approve, since 20.*\): wait/#
                    )
                )
                #expect(outcome.stderr.contains("process \(pid) of"))
                #expect(outcome.stderr.contains("on \(ProcessInfo.processInfo.hostName) ("))
                #expect(await world.requests().isEmpty)
                #expect(asked > 0)
            }
            #expect(holder.exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `who waits long enough goes on when the other has finished`() async throws {
        try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
            try world.write(Self.manifest)
            let first = try await world.run("apply", "--auto-approve") { _ in
                await world.arrival(of: "PUT", 1)
                let second = try await world.run("apply", "--auto-approve", "--lock-timeout", "30s") {
                    running in
                    try await running.hears("waiting up to 30 seconds for the lock on")
                    world.gate.open()
                }
                #expect(second.exitCode == 0)
                #expect(second.stdout.hasSuffix("\n\nNo changes. Omni matches the manifest.\n"))
            }
            #expect(first.exitCode == 0)
            #expect(await world.requests().counts["POST"] == 1)
        }
    }
}
