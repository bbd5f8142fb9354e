import AsyncHTTPClient
import Foundation
import NIOCore
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
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
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
}
