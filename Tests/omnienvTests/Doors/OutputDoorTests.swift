import Foundation
import OmniSandbox
import Testing

/// Texts of a pull request, or of Omni, that a runner of pipelines or a terminal would obey.
@Suite("Doors: output", .timeLimit(.minutes(5)))
struct OutputDoorTests {
    private static let label = "globex##[debug]\u{E000}"
    private static let value = "::set-output name=digest::x##vso[task.complete]"

    private static var manifest: String {
        """
        version: 1
        baseConnections:
          base1:
            connection: \(Organization.base(1))
            environments:
              "\(label)":
                connection: \(Organization.connection(1))
                userAttributeValues: ["\(value)"]
        """
    }

    @Test(arguments: ["text", "json", "markdown"])
    func `plan and apply command nothing`(_ form: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            for command in ["plan", "plan --verbose", "apply --auto-approve", "plan", "drift"] {
                let outcome = try await world.run(
                    command.split(separator: " ").map(String.init) + ["--output", form]
                )
                #expect(outcome.exitCode == 0, "\(outcome.everything)")
                outcome.expectHarmless()
            }
            #expect(await world.routing() == [1: [1: [Self.value]]])
        }
    }

    @Test func `so do the other commands`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            for command in [
                ["state", "list"], ["state", "list", "--output", "json"],
                ["state", "show", "base1/" + Self.label],
                ["graph"], ["route", Self.value], ["route", Self.value, "--output", "json"], ["doctor"],
                ["state", "show", Self.value], ["plan", "--target", Self.value], ["plan", Self.value],
            ] { try await world.run(command).expectHarmless() }
        }
    }

    @Test func `JSON gives a reader the true text back`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let change = try await world.run("plan", "--output", "json").document().bases?.first?.changes
                .first
            #expect(change?.address == "base1/" + Self.label)
            #expect(change?.after == [Self.value])
        }
    }

    @Test func `an export to a pipe is still what Omni has`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            let exported = try await world.run("export")
            exported.expectHarmless()
            try world.write(exported.stdout)
            try world.remove(World.stateFile)
            let plan = try await world.run("plan", "--output", "json")
            #expect(try plan.document().bases?.allSatisfy { $0.requests.isEmpty } == true)
        }
    }

    @Test(arguments: [[], ["--output", "json"]])
    func `an invalid manifest shows its lines, and commands nothing`(_ options: [String]) async throws {
        try await withWorld { world in
            try world.write(
                """
                version: 1
                ::error title=x::y: 1
                \u{202E}##[group]: "##vso[task.complete]\u{E000}"
                baseConnections: {w: {connection: W, environments: {e: {connection: E, userAttributeValues: ["::a,"]}}}}
                """
            )
            let outcome = try await world.run(["validate"] + options)
            #expect(outcome.exitCode == 65)
            outcome.expectHarmless()
        }
    }

    @Test func `twelve kilobytes of manifest make no megabytes of errors`() async throws {
        try await withWorld { world in
            let bad = (0..<150).map { _ in "\"a,\(String(repeating: "b", count: 60))\"" }.joined(
                separator: ", "
            )
            let environments = (0..<100).map { "e\($0): {connection: c\($0), userAttributeValues: *v}" }
            let first = "e: {connection: c, userAttributeValues: &v [\(bad)]}"
            let all = ([first] + environments).joined(separator: ", ")
            try world.write("version: 1\nbaseConnections: {w: {connection: W, environments: {\(all)}}}\n")
            for options in [[], ["--output", "json"]] {
                let outcome = try await world.run(["validate"] + options)
                #expect(outcome.exitCode == 65)
                #expect(outcome.everything.utf8.count < 100 << 10)
                #expect(outcome.everything.contains("more"))
            }
        }
    }
}
