import Foundation
import OmniSandbox
import Testing

/// Somebody takes the state away, or puts another one there, while an apply holds it.
@Suite("A state that is replaced", .timeLimit(.minutes(2)))
struct StateMeddlingTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private static func withMeddling(
        _ meddle: (World) throws -> Void,
        test: (World, Outcome) async throws -> Void
    ) async throws {
        try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
            try world.write(manifest)
            let outcome = try await world.run("apply", "--auto-approve") { _ in
                await world.arrival(of: "PUT", 1)
                try meddle(world)
                world.gate.open()
            }
            outcome.expect(exitCode: 3)
            #expect(outcome.stdout.contains("removed, replaced or changed by somebody else"))
            // The whole state is saved, so that one command brings it back.
            #expect(world.text(of: World.stateFile + ".rescue")?.contains("base1/env1") == true)
            #expect(await world.requests().counts["PUT"] == 1)
            try await test(world, outcome)
        }
    }

    @Test func `one that was removed is not made anew`() async throws {
        try await Self.withMeddling({ try $0.remove(World.stateFile) }) { world, outcome in
            #expect(world.state == nil)
            #expect(outcome.stdout.contains("mv "))
            let files = FileManager.default
            try files.moveItem(
                at: world.folder.appending(path: World.stateFile + ".rescue"),
                to: world.folder.appending(path: World.stateFile)
            )
            try await world.apply().expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `one that was put in its place stays as it is`() async throws {
        try await Self.withMeddling({ world in
            try world.write("theirs\n", to: "other")
            try world.remove(World.stateFile)
            try FileManager.default.moveItem(
                at: world.folder.appending(path: "other"),
                to: world.folder.appending(path: World.stateFile)
            )
        }) { world, _ in
            #expect(world.state == "theirs\n")
        }
    }
}
