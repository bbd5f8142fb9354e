import Foundation
import OmniSandbox
import Testing

/// Files that somebody put where omnienv reads or writes, to be shown or emptied by whoever runs it.
@Suite("Doors: files", .timeLimit(.minutes(5)))
struct FileDoorTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))
    private static let secret = "line-that-only-the-runner-may-read"

    /// A world with a file outside of the folder that omnienv runs in, and a way to link to it.
    private static func withSecret(test: (World, (String) throws -> Void) async throws -> Void) async throws {
        try await withWorld { world in
            try world.write(manifest)
            let secret = world.folder.appendingPathExtension("secret")
            try Data((Self.secret + "\n").utf8).write(to: secret)
            defer { try? FileManager.default.removeItem(at: secret) }
            try await test(world) { name in
                try? world.remove(name)
                try FileManager.default.createSymbolicLink(
                    atPath: world.folder.appending(path: name).path,
                    withDestinationPath: "../" + secret.lastPathComponent
                )
            }
            #expect(try String(contentsOf: secret, encoding: .utf8) == Self.secret + "\n")
        }
    }

    @Test(arguments: [["validate"], ["plan"], ["plan", "-f", "."], ["validate", "--output", "json"]])
    func `a manifest that is a link to elsewhere shows none of it`(_ command: [String]) async throws {
        try await Self.withSecret { world, link in
            try link("omnienv.yaml")
            let outcome = try await world.run(command)
            #expect(outcome.exitCode == 65)
            #expect(outcome.everything.contains("a symbolic link that leads out of its folder"))
            #expect(!outcome.everything.contains(Self.secret))
        }
    }

    @Test func `a manifest may come as standard input by any name, but as no other file of the system`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            for name in ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
                let redirected = ["/bin/sh", "-c", "\"$0\" \"$@\" < omnienv.yaml"]
                try await world.run(["validate", "-f", name], through: redirected).expect(exitCode: 0)
                let piped = ["/bin/sh", "-c", "cat omnienv.yaml | \"$0\" \"$@\""]
                try await world.run(["validate", "-f", name], through: piped).expect(exitCode: 0)
            }
            let named = ["/bin/sh", "-c", "mkfifo pipe && (cat omnienv.yaml > pipe & \"$0\" \"$@\"; wait)"]
            try await world.run(["validate", "-f", "pipe"], through: named).expect(exitCode: 0)
            let outcome = try await world.with("SECRET", Self.secret).run(
                "validate",
                "-f",
                "/proc/self/environ"
            )
            #expect(outcome.exitCode == 65)
            #expect(!outcome.everything.contains(Self.secret))
        }
    }

    @Test(arguments: ["", ".lock"])
    func `a link in the place of state or lock stops everything that would write`(_ suffix: String)
        async throws
    {
        try await Self.withSecret { world, link in
            try link(World.stateFile + suffix)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 1)
            #expect(outcome.stderr.contains("is a symbolic link, which is not followed"))
            #expect(!outcome.everything.contains(Self.secret))
            #expect(await world.requests().writes == [])
            try world.remove(World.stateFile + suffix)
            try await world.expectSettledAfterApply()
        }
    }

    @Test func `a link in the place of a plan or an export is neither replaced nor written through`()
        async throws
    {
        try await Self.withSecret { world, link in
            try link("plan.json")
            try link("export.yaml")
            let plan = try await world.run("plan", "--out", "plan.json")
            #expect(plan.exitCode == 1)
            #expect(plan.stderr.contains("is a symbolic link, which is not followed"))
            try await world.run("apply", "--auto-approve", "plan.json").expect(exitCode: 1)
            let export = try await world.run("export", "--out", "export.yaml", "--base", "Base 1")
            #expect(export.exitCode == 1)
            #expect(export.stderr.contains("exists already"))
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `an export writes through no link that leads to nothing yet`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            try FileManager.default.createSymbolicLink(
                atPath: world.folder.appending(path: "export.yaml").path,
                withDestinationPath: "elsewhere.yaml"
            )
            try await world.run("export", "--out", "export.yaml").expect(exitCode: 1)
            #expect(world.text(of: "elsewhere.yaml") == nil)
        }
    }

    /// The lock of a state `Cargo` would be the file that a whole other tool depends on.
    @Test func `a state is called .jsonl, however it is named`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try world.write("[[package]]\n", to: "Cargo.lock")
            let commands = [
                ["apply", "--auto-approve"], ["plan"], ["state", "list"], ["doctor"], ["drift"],
            ]
            for command in commands {
                let flag = try await world.run(command + ["--state", "Cargo"])
                let variable = try await world.with("OMNIENV_STATE", "Cargo").run(command)
                #expect(flag.exitCode == 64)
                #expect(
                    flag.stderr.contains(
                        "a state file's name ends in .jsonl, and \"Cargo\" (from --state) does not"
                    )
                )
                #expect(variable.exitCode == 64)
                #expect(variable.stderr.contains("(from OMNIENV_STATE)"))
            }
            #expect(world.text(of: "Cargo.lock") == "[[package]]\n")
            #expect(await world.requests().isEmpty)
            try await world.apply("--state", "other.jsonl").expect(exitCode: 0)
            #expect(world.text(of: "other.jsonl") != nil)
        }
    }
}
