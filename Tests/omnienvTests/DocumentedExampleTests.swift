import Foundation
import LocatedYAML
import OmniSandbox
import Testing

/// Runs what `docs/routing.md` shows, and looks for the very output in it.
@Suite("The examples of the documentation", .timeLimit(.minutes(2)))
struct DocumentedExampleTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: repository.appending(path: path), encoding: .utf8)
    }

    /// The first block of YAML.
    private static func manifest() throws -> String {
        let document = try text("docs/routing.md")
        let start = try #require(document.range(of: "```yaml\n"))
        let end = try #require(document.range(of: "```", range: start.upperBound..<document.endIndex))
        return String(document[start.upperBound..<end.lowerBound])
    }

    /// Applies the manifest to the sandbox of `examples`, edits it, and runs a command. Of several edits, those before
    /// the last one are applied too.
    private static func run(_ command: String, after edits: [(String) -> String]) async throws -> Outcome {
        let bytes = Array(try text("examples/sandbox.yaml").utf8)
        let store = try SandboxFile(parsing: SourceFile(name: "sandbox.yaml", bytes: bytes)).store
        var outcome: Outcome?
        try await withWorld(store) { world in
            try world.write(try manifest())
            for edit in edits {
                try #require(try await world.apply().exitCode == 0)
                try world.write(edit(try manifest()))
            }
            outcome = try await world.run(command.split(separator: " ").map(String.init)).shown(in: world)
        }
        return try #require(outcome)
    }

    /// Expects the document to show the command with both streams.
    private static func expect(
        _ command: String,
        exitCode: Int32,
        after edits: ((String) -> String)...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await run(command, after: edits)
        #expect(outcome.exitCode == exitCode, sourceLocation: sourceLocation)
        let shown = "```\n$ omnienv \(command)\n\(outcome.everything)```\n"
        #expect(try text("docs/routing.md").contains(shown), "\(shown)", sourceLocation: sourceLocation)
    }

    private static func swapped(_ manifest: String) -> String {
        manifest.replacing("[dev, staging]", with: "[dev, uk]").replacing("[eu, uk]", with: "[eu, staging]")
    }

    @Test func `a move`() async throws {
        try await Self.expect("plan", exitCode: 0) {
            $0.replacing("[dev, staging]", with: "[dev]").replacing("[eu, uk]", with: "[eu, staging, uk]")
        }
    }

    @Test func `a swap`() async throws {
        try await Self.expect("plan", exitCode: 0, after: Self.swapped)
    }

    @Test(arguments: ["text", "json"])
    func `a swap as the golden files have it`(_ format: String) async throws {
        let outcome = try await Self.run("plan --output \(format)", after: [Self.swapped])
        #expect(try outcome.stdout == Self.text("Tests/omnienvTests/Golden/swap.\(format)"))
        #expect(outcome.exitCode == 0)
    }

    @Test func `strict isolation`() async throws {
        try await Self.expect("plan", exitCode: 4) {
            $0.replacing("[dev, staging]", with: "[dev]").replacing("[eu, uk]", with: "[eu, staging]")
                .replacing("    environments:", with: "    isolation: strict\n    environments:")
        }
    }

    @Test func protect() async throws {
        try await Self.expect(
            "plan --prune",
            exitCode: 4,
            after: { $0.replacing("[eu, uk]", with: "[eu, uk]\n        protect: true") },
            { $0.components(separatedBy: "      eu:")[0] }
        )
    }

    @Test func expectations() async throws {
        try await Self.expect("validate", exitCode: 65) {
            $0.replacing("[eu, uk]", with: "[eu]")
                + "expectations:\n  warehouse:\n    uk: eu\n    nobody: base\n"
        }
    }

    @Test func route() async throws {
        try await Self.expect("route staging prod nobody", exitCode: 2) { $0 }
    }

    @Test func graph() async throws {
        let document = try Self.text("docs/routing.md")
        try await withWorld { world in
            try world.write(try Self.manifest())
            let graph = try await world.run("graph")
            #expect(graph.exitCode == 0)
            #expect(document.contains("```mermaid\n\(graph.stdout)```\n"), "\(graph.stdout)")
        }
    }
}
