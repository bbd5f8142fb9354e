import OmniSandbox
import Testing

@Suite("Output that nobody takes", .timeLimit(.minutes(5)))
struct StreamTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private static let closing = ["/bin/sh", "-c", "exec \"$0\" \"$@\" <&- >&- 2>&-"]
    private static let closingOutput = ["/bin/sh", "-c", "exec \"$0\" \"$@\" >&-"]
    private static let closingErrors = ["/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&-"]
    private static let full = ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full 2>/dev/full"]
    /// The reader of both streams has gone away before the program begins, which is to die of that if it does not
    /// ignore it: a test runner may ignore the signal, and what it starts would inherit that.
    private static let breaking = [
        "/usr/bin/env", "--default-signal=PIPE", "/bin/bash", "-c",
        "exec 3> >(:); wait $!; exec \"$0\" \"$@\" >&3 2>&3",
    ]

    @Test(arguments: [closing, closingOutput, closingErrors, full, breaking])
    func `an apply ends as it should, and messages end up in no file`(_ wrapper: [String])
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            let arguments = ["apply", "--auto-approve", "--verbose"]
            let outcome = try await world.run(arguments, through: wrapper)
            #expect(outcome.exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
            let lines = world.state?.split(separator: "\n") ?? []
            #expect(lines.count == 12)
            #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
            let lock = try #require(world.text(of: World.stateFile + ".lock"))
            #expect(lock.split(separator: "\n").count == 1, "\(lock)")
            try await world.expectSettled()
        }
    }

    @Test(arguments: [
        ["validate"], ["plan", "--output", "json"], ["schema"], ["export", "--base", "Base 1"],
    ])
    func `a result that a full disk cuts short is not done`(_ arguments: [String]) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let shell = ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full"]
            let outcome = try await world.run(arguments, through: shell)
            #expect(outcome.exitCode == 1)
            #expect(
                outcome.stderr.contains("error: cannot write \"standard output\": no space left on device")
            )
        }
    }

    @Test(arguments: ["plan", "validate", "schema"], [closing, breaking])
    func `a command that only reads ends as it should`(_ command: String, _ wrapper: [String])
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run([command], through: wrapper)
            #expect(outcome == Outcome(exitCode: 0))
        }
    }
}
