import Foundation
import OmniSandbox
import Testing

/// A plan as a comment on a pull request.
@Suite("Comments", .timeLimit(.minutes(5)))
struct CommentTests {
    private static func plan(_ world: World, _ options: String...) async throws -> Outcome {
        try await world.run(["plan", "--output", "markdown"] + options)
    }

    /// What a plan from one manifest to another says, as a comment.
    private static func comment(
        from first: Manifest,
        to second: Manifest,
        connections: Int = 5,
        _ options: [String] = [],
        test: (World, Outcome) async throws -> Void
    ) async throws {
        try await withWorld(Organization.store(connections: connections)) { world in
            try world.write(first)
            try await world.apply().expect(exitCode: 0)
            try world.write(second)
            try await test(world, try await world.run(["plan", "--output", "markdown"] + options))
        }
    }

    @Test func `an empty plan is a few lines`() async throws {
        let manifest = Manifest(.env(1, "a"))
        try await Self.comment(from: manifest, to: manifest) { _, outcome in
            #expect(
                outcome.stdout.hasPrefix(
                    "<!-- omnienv:plan -->\n### omnienv plan: no changes\n\nInstance: `http"
                )
            )
            #expect(outcome.stdout.contains("\nNo changes. Omni matches the manifest.\n"))
            #expect(outcome.stdout.utf8.count < 400)
        }
    }

    @Test func `what falls back comes first, in words that nobody overlooks`() async throws {
        let first = Manifest(.env(1, "a", "b"), .env(2, "c"))
        let second = Manifest(.env(1, "a"), .env(2, "b", "new"))
        try await Self.comment(from: first, to: second) { _, outcome in
            let text = outcome.stdout
            #expect(text.contains("### omnienv plan: 0 to add, 2 to change, 0 to destroy\n"))
            #expect(
                text.contains(
                    "> [!CAUTION]\n> **1 value falls back to the base connection**, and reads its data from then on.\\\n"
                )
            )
            let fallen = try #require(text.range(of: "| `base1` | `c` | `env2` (`Connection 2`) |"))
            let moved = try #require(
                text.range(of: "| `base1` | `b` | `env1` (`Connection 1`) | `env2` (`Connection 2`) |")
            )
            let new = try #require(
                text.range(of: "<details><summary>1 value from the base to an environment</summary>")
            )
            #expect(fallen.upperBound < moved.lowerBound && moved.upperBound < new.lowerBound)
            #expect(text.contains("```diff\n! 1  PUT    env1: drop b\n"))
            #expect(text.contains("| `base1/env2` | `Connection 2` | `\(Organization.connection(2))` |"))
        }
    }

    @Test func `300 detached environments are all named`() async throws {
        let first = Manifest((1...300).map { .init(connection: $0, values: ["tenant\($0)"]) })
        let second = Manifest(bases: .init(1, [.env(301)]))
        let options = ["--prune", "--max-detach", "300"]
        try await Self.comment(from: first, to: second, connections: 301, options) { _, outcome in
            #expect(outcome.stdout.contains("**300 values fall back to the base connection**"))
            #expect(outcome.stdout.contains("**300 environments are detached.**"))
            #expect((1...300).allSatisfy { outcome.stdout.contains("`tenant\($0)`") })
            #expect((1...300).allSatisfy { outcome.stdout.contains("`env\($0)`") })
            #expect(outcome.stdout.utf8.count <= 60_000)
        }
    }

    @Test func `what does not fit is counted in the heading, named in JSON, and can fail`() async throws {
        let values = (1...2_000).map { "a-tenant-with-a-long-name-\($0)" }
        let first = Manifest(.init(connection: 1, values: values), .env(2))
        let second = Manifest(.env(1), .init(connection: 2, values: values))
        try await Self.comment(from: first, to: second) { world, outcome in
            let text = outcome.stdout
            #expect(text.utf8.count <= 60_000)
            let named = values.count { text.contains("`\($0)`") }
            #expect(named > 0 && named < 2_000)
            #expect(text.contains("(\(2_000 - named) values that change not shown)\n"))
            struct Shortened: Decodable {
                struct Subject: Decodable { let value: String }
                let shortened: [Subject]?
            }
            let json = try await world.run("plan", "--output", "json").decoded(Shortened.self)
            #expect(
                Set(json.shortened?.map(\.value) ?? []) == Set(values.filter { !text.contains("`\($0)`") })
            )
            try await Self.plan(world, "--fail-if-shortened").expect(exitCode: 4)
            let room = try await Self.plan(world, "--fail-if-shortened", "--max-bytes", "200000")
            #expect(room.exitCode == 0)
            #expect(values.allSatisfy { room.stdout.contains("`\($0)`") })
        }
    }

    @Test func `foreign text stands in code alone`() async throws {
        let value = "a`b``|<b>x</b> @somebody"
        try await withWorld { world in
            try world.write(
                """
                version: 1
                baseConnections:
                  "b|`1": {connection: \(Organization.base(1)), environments: {e: {connection: \(Organization.connection(1)), userAttributeValues: ["\(value)"]}}}
                """
            )
            let text = try await Self.plan(world).stdout
            #expect(text.contains("| ``b\\|`1`` | ```a`b``\\|<b>x</b> @somebody``` | `e` (`Connection 1`) |"))
        }
    }

    @Test func `only connections that the plan mentions are listed, and moves name theirs`() async throws {
        let rest = (3...300).map { Manifest.Environment.env($0, "tenant\($0)") }
        let first = Manifest([.env(1, "a"), .env(2, "b")] + rest)
        let second = Manifest([.env(1, "b"), .env(2, "a")] + rest)
        try await Self.comment(from: first, to: second, connections: 300) { _, outcome in
            let text = outcome.stdout
            #expect(text.contains("| `base1` | `a` | `env1` (`Connection 1`) | `env2` (`Connection 2`) |"))
            #expect(text.contains("| `base1/env2` | `Connection 2` |"))
            #expect(!text.contains("env3"))
            #expect(text.utf8.count < 3_000)
        }
    }

    @Test func `what keeps a plan from being made has a comment too`() async throws {
        try await withWorld(faults: ["GET * 1 401"]) { world in
            try world.write(Manifest(.env(1, "a")))
            let refused = try await Self.plan(world)
            #expect(refused.exitCode == 5)
            let head =
                "<!-- omnienv:plan -->\n### omnienv plan: no plan\n\n> [!CAUTION]\n> **There is no plan.**\n\n**Why**\n\n```text\n"
            #expect(refused.stdout.hasPrefix(head))
            #expect(refused.stdout.contains("the token came from OMNI_API_TOKEN"))
            let nobody = world.with("OMNI_BASE_URL", nil)
            let unnamed = try await Self.plan(nobody)
            #expect(unnamed.exitCode == 64)
            #expect(unnamed.stdout.hasPrefix(head))
            let unknown = try await Self.plan(world, "--target", "nowhere")
            #expect(unknown.exitCode == 64)
            #expect(unknown.stdout.contains("there is no base connection \"nowhere\""))
            #expect(try await world.with("OMNI_BASE_URL", nil).run("plan").stdout == "")
        }
    }

    @Test func `an invalid manifest has a comment too`() async throws {
        try await withWorld { world in
            try world.write("version: 1\nbaseConnections: {b: {connection: b, enviroments: {}}}\n")
            let outcome = try await Self.plan(world)
            #expect(outcome.exitCode == 65)
            #expect(
                outcome.stdout.hasPrefix("<!-- omnienv:plan -->\n### omnienv plan: the manifest is invalid\n")
            )
            #expect(outcome.stdout.contains("| `omnienv.yaml:2:38` | `unknown-key` | `"))
            #expect(outcome.stderr.contains("error: "))
        }
    }
}
