import Foundation
import OmniSandbox
import Testing

/// Exit codes and streams (design, section 7).
@Suite("Command contract", .timeLimit(.minutes(1)))
struct CommandContractTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    @Test(arguments: ["", "- 1\n", "version: 1\nbaseConnections: {}\n", "a: [\n", "\u{0}"])
    func `what is no manifest is 65, Omni is not asked and no state written`(text: String) async throws {
        try await withWorld { world in
            try world.write(text)
            for outcome in [
                try await world.run("validate"), try await world.run("plan"), try await world.apply(),
            ] {
                #expect(outcome.exitCode == 65)
                #expect(outcome.stdout == "")
                #expect(outcome.stderr.hasPrefix("omnienv.yaml:"))
            }
            #expect(await world.requests().isEmpty)
            #expect(try world.files() == ["omnienv.yaml"])
        }
    }

    @Test func `a missing and a refused token are 5 and say what to set`() async throws {
        try await withWorld {
            $0.tokens = ["weak": .none]
        } test: { world in
            try world.write(Self.manifest)
            for token in [nil, "wrong", "weak"] {
                let outcome = try await world.with("OMNI_API_TOKEN", token).run("plan")
                #expect(outcome.exitCode == 5)
                #expect(outcome.stderr.contains("OMNI_API_TOKEN"))
            }
        }
    }

    @Test func `the token appears nowhere`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply("--verbose")
            #expect(outcome.exitCode == 0)
            #expect(!(outcome.everything + (world.state ?? "")).contains(World.token))
        }
    }

    @Test func `apply needs a terminal or approval, and flags and targets have to be known`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            #expect(try await world.run("apply").exitCode == 64)
            #expect(try await world.run("plan", "--nonsense").exitCode == 64)
            #expect(try await world.run("plan", "--target", "nowhere").exitCode == 64)
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `another instance's manifest or state is refused with 4`() async throws {
        try await withWorld { world in
            try world.write("instance: https://other.omniapp.co\n" + Self.manifest.text)
            #expect(try await world.run("plan").exitCode == 4)
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            let state = try #require(world.state).replacing("http://127.0.0.1", with: "http://127.0.0.2")
            try world.write(state, to: World.stateFile)
            #expect(try await world.run("plan").exitCode == 4)
            #expect(world.state == state)
        }
    }

    @Test func `a strict base refuses a swap with 4 until it is allowed`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            _ = await world.requests()
            try world.write(
                Manifest(bases: .init(1, [.env(1, "b"), .env(2, "a")], lines: "isolation: strict"))
            )
            let refused = try await world.apply()
            #expect(refused.exitCode == 4)
            #expect(refused.stderr.contains("--allow-fallback"))
            #expect(!refused.stderr.contains("fall back from"))
            #expect(await world.requests().writes == [])
            #expect(try await world.apply("--allow-fallback", "all").exitCode == 0)
            #expect(await world.routing() == [1: [1: ["b"], 2: ["a"]]])
        }
    }

    @Test func `offline plans come from the state, without a token`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            _ = await world.requests()
            let outcome = try await world.with("OMNI_API_TOKEN", nil).run("plan", "--offline")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.hasSuffix("No changes. Omni matches the manifest.\n"))
            #expect(await world.requests().isEmpty)
        }
    }

    @Test(arguments: ["{\"record\":\"environ\"}\n", "{\"format\":9,\"record\":\"state\"}\n"])
    func `a state that cannot be used is refused and left untouched`(line: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try world.write(line, to: World.stateFile)
            #expect(try await world.apply().exitCode == 1)
            #expect(world.state == line)
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `JSON names its format's version`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            for outcome in [
                try await world.run("validate", "--output", "json"),
                try await world.run("plan", "--output", "json"),
                try await world.apply("--output", "json"),
            ] {
                #expect(outcome.exitCode == 0)
                #expect(try outcome.document().formatVersion == "1.0")
            }
        }
    }

    @Test func `a name that Omni does not have is 65 at its place`() async throws {
        try await withWorld { world in
            try world.write(
                "version: 1\nbaseConnections:\n  w:\n    connection: Bsae 1\n    environments: {}\n"
            )
            let outcome = try await world.run("plan")
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.contains("omnienv.yaml:4:17: error:"))
            #expect(outcome.stderr.contains("did you mean \"Base 1\"?"))
        }
    }

    @Test func `the example manifest is valid`() async throws {
        try await withWorld { world in
            let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "examples/omnienv.yaml")
            let outcome = try await world.run("validate", "-f", example.path)
            #expect(outcome.exitCode == 0)
        }
    }
}
