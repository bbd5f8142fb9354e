import Foundation
import OmniSandbox
import Testing

@Suite("Where the state is", .timeLimit(.minutes(1)))
struct StatePlaceTests {
    private static let manifest = Manifest(.env(1, "a"))

    @Test func `a missing folder is an error with the way out, and Omni is asked nothing`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply("--state", "missing/state.jsonl")
            let message = """
                error: cannot open "missing/state.jsonl.lock": no such file or directory: make the folder "missing", or \
                name another state file with --state; Omni was asked to change nothing

                """
            #expect(outcome == Outcome(exitCode: 1, stderr: message))
            #expect(await world.requests().isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `a link is followed and stays, also one that leads to nothing yet`(_ exists: Bool) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try FileManager.default.createDirectory(
                at: world.folder.appending(path: "real"),
                withIntermediateDirectories: false
            )
            let link = world.folder.appending(path: World.stateFile).path
            try FileManager.default.createSymbolicLink(
                atPath: link,
                withDestinationPath: "real/state.jsonl"
            )
            if exists { #expect(try await world.apply("--state", "real/state.jsonl").exitCode == 0) }
            #expect(try await world.apply().exitCode == 0)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real/state.jsonl")
            #expect(try world.mode(of: "real/state.jsonl") == 0o600)
            #expect(world.text(of: "real/state.jsonl")?.contains("base1/env1") == true)
            try await world.expectSettled()
        }
    }
}
