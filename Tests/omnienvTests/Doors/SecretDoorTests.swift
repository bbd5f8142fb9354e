import Foundation
import OmniSandbox
import Testing

/// Ways in which the token could leave the process.
@Suite("Doors: the token", .timeLimit(.minutes(5)))
struct SecretDoorTests {
    /// One whose JSON form differs.
    private static let token = "omni\"osk\\a-token/that-nobody-may-see"

    @Test(arguments: [[], ["--output", "json"], ["--output", "markdown"], ["--verbose"]])
    func `a plan does not show it, wherever it stands`(_ options: [String]) async throws {
        try await withWorld { world in
            let quoted = "'\(Self.token)'"
            try world.write(
                """
                version: 1
                baseConnections:
                  base1:
                    connection: \(Organization.base(1))
                    environments:
                      env1: {connection: \(Organization.connection(1)), userAttributeValues: [\(quoted)]}
                """
            )
            let world = world.with("OMNI_API_TOKEN", Self.token)
            let outcome = try await world.run(["plan"] + options)
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.contains("[token]"))
            #expect(!outcome.everything.contains("nobody-may-see"))
        }
    }

    @Test func `it is in no core file`() async throws {
        try await withWorld(faults: ["GET * 1 slow:1"]) { world in
            try world.write(Manifest(.env(1, "a")))
            let limits = ["/bin/sh", "-c", "ulimit -c unlimited; \"$0\" \"$@\" & echo pid=$! >&2; wait $!"]
            let outcome = try await world.run(["plan"], through: limits) { running in
                let text = try await running.hears("pid=")
                await world.arrival(of: "GET", 1)
                let pid = text.drop { !$0.isNumber }.prefix { $0.isNumber }
                let limits = try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8)
                let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
                #expect(core?.split(separator: " ").suffix(3) == ["0", "0", "bytes"])
                world.gate.open()
            }
            #expect(outcome.exitCode == 0)
        }
    }

    @Test(arguments: [0o620, 0o602, 0o666])
    func `a token or profile file that others may write is refused`(_ mode: Int) async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            try world.write(World.token, to: "token")
            let profiles = ".config/omni-cli/config.json"
            let address = "http://127.0.0.1:\(world.sandbox.port)"
            try world.write(
                """
                {"defaultProfile": "p", "profiles": {"p": {"apiEndpoint": "\(address)", "apiKey": "\(World.token)"}}}
                """,
                to: profiles
            )
            for (file, options) in [("token", ["--token-file", "token"]), (profiles, ["--profile", "p"])] {
                let path = world.folder.appending(path: file).path
                try await world.run(["plan"] + options).expect(exitCode: 0)
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
                _ = await world.requests()
                let outcome = try await world.run(["plan"] + options)
                #expect(outcome.exitCode == 5)
                #expect(outcome.stderr.contains("can be written by others than you"))
                #expect(outcome.stderr.contains("chmod 600 "))
                let doctor = try await world.run(["doctor"] + options)
                #expect(doctor.exitCode == 5)
                #expect(doctor.stdout.contains("can be written by others than you"))
                #expect(await world.requests().isEmpty)
            }
        }
    }
}
