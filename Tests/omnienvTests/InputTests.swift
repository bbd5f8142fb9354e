import Foundation
import OmniSandbox
import Testing

@Suite("What a command reads", .timeLimit(.minutes(5)))
struct InputTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    @Test func `a folder's manifests merge, and the state lies in the folder`() async throws {
        try await withWorld(Organization.store(bases: 2)) { world in
            try world.write(Self.manifest.text, to: "envs/one.yaml")
            try world.write(Manifest(bases: .init(2, [.env(3, "c")])).text, to: "envs/two.yml")
            try world.write("not: a manifest\n", to: "envs/notes.txt")
            try await world.apply("-f", "envs").expect(exitCode: 0)
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b"]], 2: [3: ["c"]]])
            #expect(world.text(of: "envs/omnienv.state.jsonl") != nil)
            #expect(world.state == nil)
        }
    }

    @Test func `- is standard input, and then approval has to be given beforehand`() async throws {
        try await withWorld { world in
            let text = Self.manifest.text
            let refused = try await world.runAtTerminal("apply", "-f", "-") { _, _ in }
            #expect(refused.exitCode == 64)
            #expect(refused.stderr.contains("--auto-approve"))
            let applied = try await world.run("apply", "-f", "-", "--auto-approve", input: text)
            #expect(applied.exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
            #expect(world.state != nil)
        }
    }

    @Test func `what comes through a pipe is read to its end, however much`() async throws {
        try await withWorld { world in
            let environments = (1...3000).map {
                "e\($0): {connection: c\($0), userAttributeValues: [v\($0)]}"
            }
            let text = "version: 1\nbaseConnections: {b: {connection: b, environments: {\n"
            try world.write(text + environments.joined(separator: ",\n") + "}}}\n", to: "large.yaml")
            let pipe = ["/bin/sh", "-c", "cat large.yaml | \"$0\" \"$@\""]
            let outcome = try await world.run(["validate", "-f", "-"], through: pipe)
            #expect(outcome.exitCode == 0)
            #expect(
                outcome.stdout
                    == "The manifest is valid: 1 base connection, 3000 environments, 3000 values.\n"
            )
        }
    }

    @Test func `what another program generates may be named like a file`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest.text, to: "generated.yaml")
            let shell = ["/bin/bash", "-c", "\"$0\" \"$@\" -f <(cat generated.yaml)"]
            let outcome = try await world.run(["plan", "--detailed-exitcode"], through: shell)
            #expect(outcome.exitCode == 2)
            #expect(outcome.stdout.contains("attach env1"))
        }
    }

    @Test func `a place in standard input is named -`() async throws {
        try await withWorld { world in
            let outcome = try await world.run("validate", "-f", "-", input: "version: 2\n")
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.hasPrefix("-:1:"))
        }
    }

    @Test func `--token-file goes before the variable, and its token is sent`() async throws {
        try await withWorld {
            $0.api.tokens = ["good": .admin]
        } test: { world in
            try world.write(Self.manifest)
            try world.write("good\n", to: "token")
            try await world.run("plan").expect(exitCode: 5)
            try await world.run("plan", "--token-file", "token").expect(exitCode: 0)
            let missing = try await world.run("plan", "--token-file", "nowhere")
            #expect(missing.exitCode == 1)
            #expect(missing.stderr == "error: cannot open \"nowhere\": no such file or directory\n")
        }
    }

    @Test(arguments: [
        ["plan", "--out", "pipe"], ["plan", "--state", "pipe.jsonl"], ["apply", "pipe"],
        ["apply", "--auto-approve", "--state", "pipe.jsonl"],
    ])
    func `a pipe is no place for a plan or a state`(_ arguments: [String]) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run(
                arguments,
                through: ["/bin/sh", "-c", "mkfifo pipe pipe.jsonl && exec timeout 20 \"$0\" \"$@\""]
            )
            #expect(outcome.exitCode == 1)
            let pipe = arguments.last ?? ""
            #expect(outcome.stderr == "error: \"\(pipe)\" is not a regular file; name another one\n")
            #expect(await world.requests().isEmpty)
        }
    }
}

/// The profile file of Omni's own command line.
@Suite("Profiles", .timeLimit(.minutes(5)))
struct ProfileTests {
    /// A world without address and token in its variables, with two profiles of which `main` is the default one.
    private static func withProfiles(test: (World) async throws -> Void) async throws {
        try await withWorld {
            $0.api.tokens = ["good": .admin]
        } test: { world in
            let address = "http://127.0.0.1:\(world.sandbox.port)"
            try world.write(
                """
                {"version": 1, "defaultProfile": "main", "profiles": {
                  "main": {"apiEndpoint": "\(address)", "authMethod": "api-key", "apiKey": "good"},
                  "weak": {"apiEndpoint": "\(address)/api/", "authMethod": "api-key", "apiKey": "bad"},
                  "old": {"apiEndpoint": "\(address)", "authMethod": "oauth", "accessToken": "good",
                          "tokenExpiresAt": "2020-01-01T00:00:00Z"}}}
                """,
                to: ".config/omni-cli/config.json"
            )
            try world.write(Manifest(.env(1, "a")))
            try await test(world.with("OMNI_BASE_URL", nil).with("OMNI_API_TOKEN", nil))
        }
    }

    @Test func `the default profile names address and token`() async throws {
        try await Self.withProfiles { world in
            try await world.apply().expect(exitCode: 0)
            #expect(await world.routing() == [1: [1: ["a"]]])
        }
    }

    @Test func `--profile goes before the variables`() async throws {
        try await Self.withProfiles { world in
            let world = world.with("OMNI_API_TOKEN", "good")
            let outcome = try await world.run("plan", "--profile", "weak")
            #expect(outcome.exitCode == 5)
            #expect(outcome.stderr.contains("the token came from the profile \"weak\""))
            try await world.with("OMNI_API_TOKEN", "bad").run("plan", "--profile", "main").expect(exitCode: 0)
        }
    }

    @Test func `an unknown and an expired profile are told`() async throws {
        try await Self.withProfiles { world in
            let unknown = try await world.run("plan", "--profile", "mian")
            #expect(unknown.exitCode == 64)
            #expect(unknown.stderr.contains("it has: main, old, weak"))
            let expired = try await world.run("plan", "--profile", "old")
            #expect(expired.exitCode == 5)
            #expect(expired.stderr.contains("the token of the profile \"old\" has expired"))
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `a profile file that nobody needs may be broken`() async throws {
        try await withWorld { world in
            try world.write("not JSON", to: ".config/omni-cli/config.json")
            try world.write(Manifest(.env(1, "a")))
            try await world.apply().expect(exitCode: 0)
            let bare = world.with("OMNI_BASE_URL", nil).with("OMNI_API_TOKEN", nil)
            try await bare.run("plan", "--offline").expect(exitCode: 0)
            let needed = try await bare.run("plan")
            #expect(needed.exitCode != 0)
            #expect(needed.stderr.contains("config.json"))
        }
    }

    @Test func `another profile's unknown form does no harm`() async throws {
        try await withWorld { world in
            let address = "http://127.0.0.1:\(world.sandbox.port)"
            try world.write(
                """
                {"defaultProfile": "main", "profiles": {"odd": {"apiKey": 5},
                 "main": {"apiEndpoint": "\(address)", "authMethod": "api-key", "apiKey": "good"}}}
                """,
                to: ".config/omni-cli/config.json"
            )
            try world.write(Manifest(.env(1, "a")))
            let world = world.with("OMNI_BASE_URL", nil).with("OMNI_API_TOKEN", nil)
            try await world.apply().expect(exitCode: 0)
            try await world.run("plan", "--profile", "odd").expect(exitCode: 1)
        }
    }

    @Test func `a time that no clock holds is a usage error`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            try await world.apply("--lock-timeout", "9999999999999999h").expect(exitCode: 64)
            try await world.apply("--lock-timeout", "9223372036854775807s").expect(exitCode: 64)
        }
    }
}
