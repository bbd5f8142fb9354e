import OmniSandbox
import Testing

@Suite("Forms of output", .timeLimit(.minutes(5)))
struct OutputTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    @Test func `markdown is the text in a block under a heading`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let text = try await world.run("validate").stdout
            let markdown = try await world.run("validate", "--output", "markdown")
            #expect(
                markdown == Outcome(exitCode: 0, stdout: "### omnienv validate\n\n```text\n\(text)```\n")
            )
            let applied = try await world.apply("--output", "markdown", "--quiet")
            #expect(applied.stdout.contains("\n### omnienv apply\n\n```text\nApply complete!"))
            #expect(applied.stderr == "")
        }
    }

    @Test func `--quiet leaves out progress and waits, not warnings and errors`() async throws {
        try await withWorld(faults: ["PUT * 1 429:1"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "A")))
            let outcome = try await world.apply("--quiet")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stderr.contains("warning: "))
            #expect(!outcome.stderr.contains("done"))
            #expect(!outcome.stderr.contains("waiting"))
            try world.write("version: 2\n")
            #expect(try await world.run("plan", "--quiet").stderr.contains("error: "))
        }
    }

    /// Omni names the connections that it refuses: here it is the token that it names.
    @Test(arguments: [[], ["--verbose"], ["--output", "json"], ["--output", "markdown"]])
    func `a token that the server repeats is not shown`(_ options: [String]) async throws {
        let token = Organization.connection(5)
        try await withWorld(faults: ["POST * 1 edit:delete-connection:\(token)"]) { world in
            try world.write(Manifest(.env(5, "a")))
            let world = world.with("OMNI_API_TOKEN", token)
            let outcome = try await world.run(["apply", "--auto-approve"] + options)
            #expect(outcome.exitCode == 3)
            #expect(outcome.stdout.contains("not valid for this connection: [token]"))
            #expect(!outcome.everything.contains(token))
        }
    }
}
