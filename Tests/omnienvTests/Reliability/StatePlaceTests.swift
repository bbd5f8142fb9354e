import OmniSandbox
import Testing

@Suite("Where the state is", .timeLimit(.minutes(5)))
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
}
