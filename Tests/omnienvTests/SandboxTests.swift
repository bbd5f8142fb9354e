import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import OmniSandbox
import Subprocess
import Testing

@Suite("omnienv sandbox", .timeLimit(.minutes(5)))
struct SandboxTests {
    private static let file = """
        connections:
          - {id: \(Organization.base(1)), name: Base, dialect: snowflake, database: DB}
          - {id: \(Organization.connection(1)), name: One, dialect: snowflake, database: DB}
        """

    private func get(_ port: Int, _ path: String) async throws -> String {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.headers.add(name: "Authorization", value: "Bearer any")
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        return String(buffer: try await answer.body.collect(upTo: 1 << 20))
    }

    /// The port that the first line names.
    private func port(in line: String) throws -> Int {
        let match = try #require(
            line.firstMatch(of: /^Sandbox ready at http:\/\/127\.0\.0\.1:([0-9]+)\/api\n/)
        )
        return try #require(Int(match.1))
    }

    @Test func `it says where it is, serves the API and shows what it holds, until Ctrl-C`() async throws {
        try await withWorld { world in
            try world.write(Self.file, to: "sandbox.yaml")
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.serve("sandbox", "sandbox.yaml", "--verbose") { running in
                let port = try port(in: try await running.hears("\n"))
                let applied = try await world.with("OMNI_BASE_URL", "http://127.0.0.1:\(port)").apply()
                #expect(applied.exitCode == 0)
                let store = try await get(port, "/sandbox/store")
                #expect(store.contains(Organization.connection(1)))
                #expect(store.contains("\"a\""))
                #expect(try await get(port, "/sandbox/requests").contains("POST"))
                try running.send(.interrupt)
            }
            #expect(outcome.exitCode == 0)
            #expect(outcome.stderr.contains("PUT  /api/v1/connection-environments/"))
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `--shared-defaults off lets a default value be an environment's too`() async throws {
        let file = Self.file.replacing(
            "name: Base, dialect: snowflake, database: DB",
            with: """
                name: Base, dialect: snowflake, database: DB, environmentUserAttribute: {name: env, \
                defaultValues: [prod]}, environments: [{connection: \(Organization.connection(1)), \
                userAttributeValues: [prod]}]
                """
        )
        try await withWorld { world in
            try world.write(file, to: "sandbox.yaml")
            let refused = try await world.run("sandbox", "sandbox.yaml")
            #expect(refused.exitCode == 65)
            #expect(refused.stderr.contains(#"value "prod" is in use"#))
            #expect(refused.stderr.contains("or as its default value"))
            let served = try await world.serve("sandbox", "sandbox.yaml", "--shared-defaults", "off") {
                running in
                let port = try port(in: try await running.hears("\n"))
                #expect(try await get(port, "/sandbox/store").contains("prod"))
                try running.send(.interrupt)
            }
            #expect(served.exitCode == 0)
        }
    }

    @Test func `--port takes the port, and a taken one is said in plain words`() async throws {
        try await withWorld { world in
            try world.write(Self.file, to: "sandbox.yaml")
            let taken = world.sandbox.port
            let outcome = try await world.run("sandbox", "sandbox.yaml", "--port", "\(taken)")
            let message =
                "error: cannot listen on 127.0.0.1:\(taken): the port is taken; give another --port, or none\n"
            #expect(outcome == Outcome(exitCode: 1, stderr: message))
        }
    }

    @Test func `a broken file is 65 with its places, and a missing one is 1`() async throws {
        try await withWorld { world in
            try world.write(
                "connections:\n  - {id: x, name: a, dialect: b, database: c}\n",
                to: "sandbox.yaml"
            )
            let broken = try await world.run("sandbox", "sandbox.yaml")
            #expect(broken.exitCode == 65)
            #expect(broken.stdout == "")
            #expect(broken.stderr.hasPrefix("sandbox.yaml:2:10: error: \"x\" is not a UUID"))
            let missing = try await world.run("sandbox", "nowhere.yaml")
            let message = "error: cannot open \"nowhere.yaml\": no such file or directory\n"
            #expect(missing == Outcome(exitCode: 1, stderr: message))
        }
    }

    @Test(arguments: [["--port", "70000"], ["--rate-limit", "0"], ["--fault", "GET"], ["--wire", "xml"]])
    func `bad options are 64`(_ options: [String]) async throws {
        try await withWorld { world in
            try world.write(Self.file, to: "sandbox.yaml")
            try await world.run(["sandbox", "sandbox.yaml"] + options).expect(exitCode: 64)
        }
    }

    @Test func `a command runs beside it, with nothing of the operator's that leads to Omni`() async throws {
        try await withWorld { world in
            try world.write(Self.file, to: "sandbox.yaml")
            try world.write(Manifest(.env(1, "a")))
            let operators = world.with("OMNI_API_TOKEN", "operators-own-token-of-forty-characters")
            let script = """
                set -e
                case "$OMNI_BASE_URL" in http://127.0.0.1:*) ;; *) exit 9 ;; esac
                [ "$OMNI_API_TOKEN" != operators-own-token-of-forty-characters ]
                "\(Program.path)" apply --auto-approve >&2
                "\(Program.path)" drift >&2
                dirname "$OMNIENV_STATE"
                exit 7
                """
            let outcome = try await operators.run("sandbox", "sandbox.yaml", "--", "sh", "-c", script)
            #expect(outcome.exitCode == 7)
            let folder = outcome.stdout.trimmingCharacters(in: .newlines)
            #expect(folder.contains("omnienv-"))
            #expect(!FileManager.default.fileExists(atPath: folder))
            let state = world.folder.appending(path: "omnienv.state.jsonl").path
            #expect(!FileManager.default.fileExists(atPath: state))
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `an organization can come from a manifest, which then has nothing to do`() async throws {
        let manifest = """
            version: 1
            baseConnections:
              wh:
                connection: Warehouse
                userAttribute: {name: env, defaultValues: [prod]}
                environments:
                  dev: {connection: Dev, userAttributeValues: [dev, "a b"]}
                  eu: {connection: \(Organization.connection(1)), userAttributeValues: []}

            """
        try await withWorld { world in
            try world.write(manifest, to: "wanted.yaml")
            try world.write(manifest.replacing("dev, \"a b\"", with: "dev"), to: "less.yaml")
            let same = try await world.run(
                "sandbox",
                "--from",
                "wanted.yaml",
                "--",
                Program.path,
                "apply",
                "--auto-approve",
                "-f",
                "wanted.yaml"
            )
            #expect(same.exitCode == 0)
            #expect(same.stdout.hasSuffix("No changes. Omni matches the manifest.\n"))
            let less = try await world.run(
                "sandbox",
                "--from",
                "wanted.yaml",
                "--",
                Program.path,
                "plan",
                "--detailed-exitcode",
                "-f",
                "less.yaml"
            )
            #expect(less.exitCode == 2)
            #expect(less.stdout.contains(#""a b": dev → base"#))
            let served = try await world.serve("sandbox", "--from", "wanted.yaml") { running in
                let lines = try await running.hears("Its token is ")
                let port = try port(in: lines)
                #expect(try await get(port, "/sandbox/store").contains("Unauthorized"))
                try running.send(.interrupt)
            }
            #expect(served.exitCode == 0)
        }
    }

    @Test func `what the manifest asserts is so in the organization that comes from it`() async throws {
        func manifest(_ assertions: String) -> String {
            """
            version: 1
            baseConnections:
              wh:
                connection: Warehouse
                userAttribute: {name: env, defaultValues: [prod]}
                \(assertions)
                environments:
                  dev: {connection: Dev, userAttributeValues: [dev, staging]}
                  eu: {connection: Europe, userAttributeValues: [eu]}

            """
        }
        let asserted = [
            "usersWithoutValue: eu", "usersWithoutValue: {connection: Dev}", "usersWithoutValue: base",
            "branchOverride: true", "branchOverride: false",
        ]
        try await withWorld { world in
            for (index, assertion) in asserted.enumerated() {
                try world.write(manifest(assertion), to: "wanted.yaml")
                let same = try await world.run(
                    ["sandbox", "--from", "wanted.yaml", "--", Program.path, "plan", "-f", "wanted.yaml"]
                )
                #expect(same.exitCode == 0)
                #expect(!same.stderr.contains("says"), "\(assertion): \(same.stderr)")
                // The other of each pair is found not to be so.
                let other = [1, 2, 0, 4, 3][index]
                try world.write(manifest(asserted[other]), to: "other.yaml")
                let differs = try await world.run(
                    ["sandbox", "--from", "wanted.yaml", "--", Program.path, "plan", "-f", "other.yaml"]
                )
                let key = assertion.prefix { $0 != ":" }
                #expect(differs.stderr.contains("\(key) says"), "\(assertion): \(differs.stderr)")
            }
        }
    }

    @Test func `a command that does not exist, and neither file nor manifest, are errors`() async throws {
        try await withWorld { world in
            try world.write(Self.file, to: "sandbox.yaml")
            try await world.run("sandbox", "sandbox.yaml", "--", "no-such-command").expect(exitCode: 1)
            try await world.run("sandbox", "--", "true").expect(exitCode: 64)
            try await world.run("sandbox", "sandbox.yaml", "--from", "x").expect(exitCode: 64)
        }
    }

    @Test func `without detaching, what leaves the manifest stays attached`() async throws {
        try await withWorld { world in
            try world.write(Self.file, to: "sandbox.yaml")
            try world.write(Manifest(.env(1, "a")))
            let script = """
                "\(Program.path)" apply --auto-approve || exit 9
                "\(Program.path)" apply --auto-approve --prune -f none.yaml
                """
            try world.write(
                """
                version: 1
                baseConnections: {base1: {connection: \(Organization.base(1)), environments: {}}}

                """,
                to: "none.yaml"
            )
            let outcome = try await world.run(
                "sandbox",
                "sandbox.yaml",
                "--no-detach",
                "--",
                "sh",
                "-c",
                script
            )
            #expect(outcome.exitCode == 3)
            #expect(outcome.stdout.contains("Failed:"))
        }
    }
}
