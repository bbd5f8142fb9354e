import Foundation
import OmniSandbox
import Testing

/// Paths and variables as shells, pipelines and old archives give them.
@Suite("Paths", .timeLimit(.minutes(5)))
struct PathTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b", protect: true))
    private static let shell = ["/bin/bash", "-c"]

    /// Runs `omnienv` from a line of bash, in which `"$@"` is the program with its arguments.
    private static func bash(_ line: String, _ arguments: String..., in world: World) async throws -> Outcome
    {
        try await world.run(arguments, through: shell + [line, "bash"])
    }

    private static func withManifest(test: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try world.write(manifest.text, to: "sub/m.yaml")
            try await test(world)
        }
    }

    @Test(arguments: [
        "\"$@\" -f - <sub/m.yaml", "\"$@\" -f /dev/stdin <sub/m.yaml",
        "cat sub/m.yaml | \"$@\" -f /dev/stdin",
        "\"$@\" -f /dev/fd/7 7<sub/m.yaml <sub/m.yaml", "\"$@\" -f <(cat sub/m.yaml)",
        "mkfifo sub/p && { cat sub/m.yaml >sub/p & \"$@\" -f sub/p; }",
        "\"$@\" -f /proc/self/fd/0 <sub/m.yaml",
    ])
    func `a manifest that is no file on disk has its state in the current folder`(_ line: String) async throws
    {
        try await Self.withManifest { world in
            let line = line.replacing("/dev/fd/7 7<sub/m.yaml", with: "/dev/fd/0")
            try await Self.bash(line, "import", "--all", in: world).expect(exitCode: 0)
            let applied = try await Self.bash(
                line.replacing("mkfifo", with: "rm -f sub/p; mkfifo"),
                "apply",
                "--auto-approve",
                in: world
            )
            applied.expect(exitCode: 0)
            #expect(world.state?.contains("base1/env2") == true)
            #expect(world.text(of: "sub/" + World.stateFile) == nil)
        }
    }

    @Test func `the state lies beside the first manifest that is a file`() async throws {
        try await Self.withManifest { world in
            try world.write("version: 1\nbaseConnections: {}\n", to: "empty.yaml")
            let line = "\"$@\" -f <(echo version: 1) -f sub/m.yaml -f empty.yaml"
            try await Self.bash(line, "apply", "--auto-approve", in: world).expect(exitCode: 0)
            #expect(world.text(of: "sub/" + World.stateFile) != nil)
            #expect(world.state == nil)
        }
    }

    @Test(arguments: [
        ["plan", "--state", ""], ["plan", "-f", ""], ["validate", "-f", ""], ["plan", "--out", ""],
        ["plan", "--token-file", ""], ["export", "--out", ""], ["apply", ""], ["apply", "--state", ""],
        ["state", "list", "--state", ""], ["drift", "-f", ""], ["sandbox", ""],
        ["plan", "--state", "st.jsonl\r"], ["plan", "--state", "a\nb.jsonl"],
        ["validate", "-f", "omnienv.yaml\r"],
        ["export", "--out", "x\u{7F}.yaml"], ["plan", "--out", "\u{1B}[2J"], ["plan", "--token-file", "t\n"],
    ])
    func `a path that cannot be meant is a usage error, and makes no file`(_ arguments: [String]) async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run(arguments)
            outcome.expect(exitCode: 64)
            #expect(outcome.stderr.contains("an empty path") || outcome.stderr.contains("control character"))
            #expect(try world.files() == ["omnienv.yaml"])
            #expect(await world.requests().isEmpty)
        }
    }

    @Test(arguments: ["st.jsonl\r", " st.jsonl\n", "\tst.jsonl\r\n", "st.jsonl\u{A0}"])
    func `white space around a variable is none of its value`(_ value: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let address = try #require(world.variables["OMNI_BASE_URL"])
            let padded = world.with("OMNIENV_STATE", value).with("OMNI_BASE_URL", " \(address)\r\n")
            try await padded.apply().expect(exitCode: 0)
            #expect(try world.files() == ["omnienv.yaml", "st.jsonl", "st.jsonl.lock"])
        }
    }

    @Test(arguments: ["", " ", "\r\n"])
    func `a variable that holds nothing is not set`(_ value: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.with("OMNIENV_STATE", value).apply().expect(exitCode: 0)
            #expect(world.state != nil)
        }
    }

    @Test(arguments: [
        "\"$@\" validate -f \"$(printf 'caf\\351.yaml')\"",
        "\"$@\" plan --state \"$(printf 's\\377.jsonl')\"",
        "\"$@\" export --out \"$(printf '\\300\\200.yaml')\"",
        "OMNIENV_STATE=$(printf 's\\351.jsonl') \"$@\" plan",
        "SSL_CERT_FILE=$(printf '\\351.pem') \"$@\" plan", "\"$@\" route \"$(printf 'm\\374ller')\"",
    ])
    func `bytes that are no text are refused in clear words`(_ line: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await Self.bash(line, in: world)
            outcome.expect(exitCode: 64)
            #expect(outcome.stderr.contains("is not UTF-8"))
            #expect(try world.files() == ["omnienv.yaml"])
        }
    }

    @Test func `a manifest in a folder whose name is no text is an error, and another file there is none`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest.text, to: "d/a.yaml")
            let other = "printf x >\"d/$(printf 'caf\\351.txt')\" && \"$@\" validate -f d"
            try await Self.bash(other, in: world).expect(exitCode: 0)
            let manifest = "printf x >\"d/$(printf 'caf\\351.yml')\" && \"$@\" validate -f d"
            let outcome = try await Self.bash(manifest, in: world)
            outcome.expect(exitCode: 65)
            #expect(outcome.stderr.contains("is not UTF-8"))
        }
    }

    @Test(arguments: [["import", "--all"], ["plan"], ["doctor"], ["apply", "--auto-approve"], ["drift"]])
    func `a token file that is a pipe is read once`(_ arguments: [String]) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            let line = "\"$@\" \(arguments.joined(separator: " ")) --token-file <(printf %s \(World.token))"
            try await Self.bash(line, in: world.with("OMNI_API_TOKEN", nil)).expect(exitCode: 0)
        }
    }

    @Test(arguments: ["nodir/x.yaml", "omnienv.yaml/x.yaml", "/proc/x.yaml"])
    func `an export that cannot be written says why, and leaves nothing`(_ path: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            let files = try world.files()
            let outcome = try await world.run("export", "--out", path)
            outcome.expect(exitCode: 1)
            #expect(outcome.stderr.contains("error: cannot open \"\(path)\": "))
            #expect(!outcome.stderr.contains("Cocoa"))
            #expect(try world.files() == files)
        }
    }

    @Test func `a state without its last line break protects as before`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            try world.remove(World.stateFile)
            try await world.run("import", "--all").expect(exitCode: 0)
            let state = try #require(world.state)
            try world.write(String(state.dropLast()), to: World.stateFile)
            try world.write(Manifest(.env(1, "a")))
            try await world.run("plan", "--prune").expect(exitCode: 4)
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            #expect(world.state?.contains("\n\n") == false)
        }
    }
}
