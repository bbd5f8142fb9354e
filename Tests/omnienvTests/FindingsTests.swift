import Foundation
import OmniSandbox
import Testing

/// What machines show beside the lines of a manifest.
@Suite("Findings for machines", .timeLimit(.minutes(5)))
struct FindingsTests {
    private struct Entry: Decodable {
        struct Location: Decodable {
            struct Lines: Decodable { let begin: Int }

            let path: String
            let lines: Lines
        }

        let description: String
        let check_name: String
        let fingerprint: String
        let severity: String
        let location: Location
    }

    /// The second environment has a key that there is none of, and values that look alike.
    private static let faulty = """
        version: 1
        baseConnections:
          base1:
            connection: \(Organization.base(1))
            environments:
              dev:
                connection: \(Organization.connection(1))
                userAttributeValue: [a]
              eu:
                connection: \(Organization.connection(2))
                userAttributeValues: [b, B]
        """

    @Test func `GitHub gets an annotation at the place of each finding`() async throws {
        try await withWorld { world in
            try world.write(Self.faulty)
            let outcome = try await world.run("validate", "--output", "github")
            #expect(outcome.exitCode == 65)
            let lines = outcome.stdout.split(separator: "\n")
            let place = "file=omnienv.yaml,line=8,endLine=8,col=9,endColumn=27"
            #expect(
                lines.contains {
                    $0.hasPrefix("::error \(place),title=unknown-key::environment \"dev\" has no key")
                }
            )
            #expect(lines.contains { $0.hasPrefix("::warning file=omnienv.yaml,line=11,") })
            #expect(outcome.stderr == "")
        }
    }

    @Test func `the path is the one from the top of the repository`() async throws {
        try await withWorld { world in
            try world.write(Self.faulty, to: "infra/omni/omnienv.yaml")
            let world = world.with("GITHUB_WORKSPACE", world.folder.path)
            let shell = ["/bin/sh", "-c", "cd infra && exec \"$0\" \"$@\""]
            let outcome = try await world.run(
                ["validate", "--output", "github", "-f", "./omni/../omni/omnienv.yaml"],
                through: shell
            )
            #expect(outcome.stdout.contains("::error file=infra/omni/omnienv.yaml,line=8,"))
        }
    }

    @Test func `ten of a level are annotated, and one line counts the others`() async throws {
        try await withWorld { world in
            let environments = (1...15).map { "e\($0): {connection: c\($0), userAttributeValue: [v\($0)]}" }
            try world.write(
                "version: 1\nbaseConnections: {b: {connection: b, environments: {\(environments.joined(separator: ", "))}}}\n"
            )
            let lines = try await world.run("validate", "--output", "github").stdout.split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix("::error ") }.count == 10)
            #expect(lines.last == "5 more, not annotated: GitHub shows 10 of a level in a step")
        }
    }

    @Test func `foreign text ends no annotation and begins no other`() async throws {
        try await withWorld { world in
            try world.write("version: 1\n\"::error::x%0A##[debug]\": 1\n", to: "a,b:c%.yaml")
            let outcome = try await world.run("validate", "--output", "github", "-f", "a,b:c%.yaml")
            let lines = outcome.stdout.split(separator: "\n")
            #expect(lines.allSatisfy { $0.hasPrefix("::error file=a%2Cb%3Ac%25.yaml,") })
            #expect(outcome.stdout.contains("::error::x%250A"))
            #expect(!outcome.stdout.contains("##["))
        }
    }

    @Test func `GitLab gets an array, with fingerprints that no line changes`() async throws {
        try await withWorld { world in
            try world.write(Self.faulty)
            let before = try await world.run("validate", "--output", "gitlab").decoded([Entry].self)
            #expect(before.map(\.check_name).contains("unknown-key"))
            #expect(Set(before.map(\.fingerprint)).count == before.count)
            try world.write("# one more line\n" + Self.faulty)
            let after = try await world.run("validate", "--output", "gitlab").decoded([Entry].self)
            #expect(after.map(\.fingerprint) == before.map(\.fingerprint))
            #expect(after.map(\.location.lines.begin) == before.map { $0.location.lines.begin + 1 })
            try world.write(Manifest(.env(1, "a")))
            #expect(try await world.run("validate", "--output", "gitlab").stdout == "[\n\n]\n")
        }
    }

    @Test func `findings that are alike keep fingerprints of their own`() async throws {
        try await withWorld { world in
            try world.write(
                "version: 1\nbaseConnections:\n  b: {connection: b, x: 1, environments: {}}\n",
                to: "a.yaml"
            )
            try world.write("version: 1\nextra: 1\n---\nversion: 1\nextra: 1\n")
            let entries = try await world.run("validate", "--output", "gitlab").decoded([Entry].self)
            let alike = entries.filter { $0.check_name == "unknown-key" }
            #expect(alike.count == 2)
            #expect(Set(alike.map(\.fingerprint)).count == 2)
        }
    }

    @Test func `SARIF escapes what would be a link, and names its rules`() async throws {
        struct Report: Decodable {
            struct Text: Decodable { let text: String }
            struct Rule: Decodable { let id: String }
            struct Driver: Decodable { let rules: [Rule] }
            struct Tool: Decodable { let driver: Driver }
            struct Finding: Decodable {
                let ruleId: String
                let message: Text
            }
            struct Run: Decodable {
                let tool: Tool
                let columnKind: String
                let results: [Finding]
            }

            let version: String
            let runs: [Run]
        }
        try await withWorld { world in
            try world.write("version: 1\n\"[a](b)\": 1\n", to: "a b.yaml")
            let outcome = try await world.run("validate", "--output", "sarif", "-f", "a b.yaml")
            let run = try #require(try outcome.decoded(Report.self).runs.first)
            #expect(run.columnKind == "unicodeCodePoints")
            #expect(run.results.contains { $0.message.text.contains("\\[a\\](b)") })
            #expect(Set(run.results.map(\.ruleId)) == Set(run.tool.driver.rules.map(\.id)))
            #expect(outcome.stdout.contains("\"uri\" : \"a%20b.yaml\""))
        }
    }

    @Test func `a plan's moves stand at the lines that make them`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a", "b"], 2: ["c"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a", "b"), .env(2, "c")))
            try await world.apply().expect(exitCode: 0)
            try world.write(
                """
                version: 1
                baseConnections:
                  base1:
                    connection: \(Organization.base(1))
                    environments:
                      env1:
                        connection: \(Organization.connection(1))
                        userAttributeValues: [a]
                      env2:
                        connection: \(Organization.connection(2))
                        userAttributeValues:
                          - b
                          - d
                """
            )
            let github = try await world.run("plan", "--output", "github", "--detailed-exitcode")
            #expect(github.exitCode == 2)
            let lines = github.stdout.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines[0].hasPrefix("::warning file=omnienv.yaml,line=9,endLine=9,"))
            #expect(
                lines[0].hasSuffix(
                    "::\"base1\": \"c\" falls back to the base connection, until now to \"env2\""
                )
            )
            #expect(lines[1].hasPrefix("::warning file=omnienv.yaml,line=12,"))
            #expect(
                lines[1].contains(
                    "title=routing-moves::\"base1\": \"b\" is routed to \"env2\", until now to \"env1\""
                )
            )
            #expect(lines[2].hasPrefix("::notice file=omnienv.yaml,line=13,"))
            #expect(lines[3].contains("title=routing-passes-base::"))
            let entries = try await world.run("plan", "--output", "gitlab").decoded([Entry].self)
            #expect(entries.map(\.check_name).first == "routing-falls-back")
            #expect(entries.map(\.location.lines.begin) == [9, 12, 13, 12])
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `what refuses a plan is an error, and so is what ends it early`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a", protect: true)))
            try await world.apply().expect(exitCode: 0)
            try world.write(Manifest(.env(1, protect: true)))
            let refused = try await world.run("plan", "--output", "github")
            #expect(refused.exitCode == 4)
            #expect(refused.stdout.hasPrefix("::error file=omnienv.yaml,line=6,"))
            #expect(refused.stdout.contains("title=empties-protected::refused: "))
            try world.write(Self.faulty)
            let invalid = try await world.run("plan", "--output", "gitlab")
            #expect(invalid.exitCode == 65)
            #expect(try invalid.decoded([Entry].self).map(\.check_name).contains("unknown-key"))
            try world.write(
                """
                version: 1
                baseConnections:
                  base1: {connection: Nowhere, environments: {}}
                """
            )
            let unknown = try await world.run("plan", "--output", "github")
            #expect(unknown.exitCode == 65)
            #expect(unknown.stdout.contains("title=unknown-name::"))
        }
    }
}
