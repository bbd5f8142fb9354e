import Foundation
import OmniSandbox
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Exit codes and streams (docs/commands.md) that belong to no other suite.
@Suite("Command contract", .timeLimit(.minutes(5)))
struct CommandContractTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    @Test(arguments: [nil, "wrong", "weak"])
    func `a missing and a refused token are 5 and say what to set`(token: String?) async throws {
        try await withWorld {
            $0.api.tokens = ["weak": .none]
        } test: { world in
            try world.write(Self.manifest)
            let outcome = try await world.with("OMNI_API_TOKEN", token).run("plan")
            #expect(outcome.exitCode == 5)
            #expect(outcome.stderr.contains("OMNI_API_TOKEN"))
        }
    }

    @Test func `the token appears nowhere`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            _ = try await world.run("plan", "--out", "plan.json")
            let outcome = try await world.apply("--verbose")
            #expect(outcome.exitCode == 0)
            let (state, plan) = (try #require(world.state), try #require(world.text(of: "plan.json")))
            #expect(!(outcome.everything + state + plan).contains(World.token))
        }
    }

    @Test(arguments: [["apply"], ["plan", "--nonsense"], ["plan", "--rate", "0"]])
    func `what cannot be run is 64, and nothing is asked`(_ arguments: [String]) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.run(arguments).expect(exitCode: 64)
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `a state of another instance is refused with 4 and left untouched`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            let state = try #require(world.state).replacing("http://127.0.0.1", with: "http://127.0.0.2")
            try world.write(state, to: World.stateFile)
            try await world.run("plan").expect(exitCode: 4)
            try await world.apply().expect(exitCode: 4)
            #expect(world.state == state)
        }
    }

    @Test(arguments: ["{\"record\":\"environ\"}\n", "{\"format\":9,\"record\":\"state\"}\n"])
    func `a state that cannot be used is refused and left untouched`(line: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try world.write(line, to: World.stateFile)
            try await world.apply().expect(exitCode: 1)
            #expect(world.state == line)
            #expect(await world.requests().writes == [])
        }
    }

    @Test(arguments: [["validate"], ["plan"], ["apply", "--auto-approve"]])
    func `JSON names its format's version`(_ command: [String]) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run(command + ["--output", "json"])
            #expect(outcome.exitCode == 0)
            #expect(try outcome.document().formatVersion == "1.0")
        }
    }

    /// Linux shows a process its arguments in `/proc`; this hides it from the program.
    private static let withoutProc = [
        "/usr/bin/unshare", "-rm", "/bin/sh", "-c", "mount -t tmpfs none /proc && exec \"$@\"", "sh",
    ]

    private static func canHideProc() async -> Bool {
        let hidden = try? await Subprocess.run(
            .path(FilePath(withoutProc[0])),
            arguments: Arguments(withoutProc.dropFirst() + ["true"]),
            output: .discarded
        )
        return hidden?.terminationStatus.isSuccess ?? false
    }

    @Test(.enabled { await canHideProc() })
    func `arguments that cannot be read are 64, and not taken for none`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run(["apply", "--auto-approve"], through: Self.withoutProc)
            outcome.expect(exitCode: 64)
            #expect(outcome.stdout.isEmpty)
            #expect(outcome.stderr.contains("/proc"))
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `the example manifest is valid`() async throws {
        try await withWorld { world in
            let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "examples/omnienv.yaml")
            try await world.run("validate", "-f", example.path).expect(exitCode: 0)
        }
    }
}
