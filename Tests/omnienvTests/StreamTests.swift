import OmniSandbox
import Testing

@Suite("Output that nobody takes", .timeLimit(.minutes(5)))
struct StreamTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private static let closing = ["/bin/sh", "-c", "exec \"$0\" \"$@\" <&- >&- 2>&-"]
    private static let closingOutput = ["/bin/sh", "-c", "exec \"$0\" \"$@\" >&-"]
    private static let closingErrors = ["/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&-"]
    /// The reader of both streams goes away at once; the exit code is the program's.
    private static let breaking = [
        "/bin/sh", "-c", "{ \"$0\" \"$@\" 2>&1; echo $? >code; } | true; exit $(cat code)",
    ]

    @Test(arguments: [closing, closingOutput, closingErrors, breaking])
    func `an apply ends as it should, and messages end up in no file`(_ wrapper: [String])
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            let arguments = ["apply", "--auto-approve", "--verbose"]
            let outcome = try await world.run(arguments, through: wrapper) { _ in }
            #expect(outcome.exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
            let lines = world.state?.split(separator: "\n") ?? []
            #expect(lines.count == 7)
            #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
            let lock = try #require(world.text(of: World.stateFile + ".lock"))
            #expect(lock.split(separator: "\n").count == 1, "\(lock)")
            try await world.expectSettled()
        }
    }

    @Test(arguments: ["plan", "validate"])
    func `a command that only reads ends as it should`(_ command: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run([command], through: Self.closing) { _ in }
            #expect(outcome == Outcome(exitCode: 0))
        }
    }
}
