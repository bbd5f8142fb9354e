import Foundation
import OmniSandbox
import Testing

/// Every process has a hash seed of its own, so that whatever goes by the order of a set or a dictionary differs from run
/// to run. docs/development.md says how to do this a thousand times.
@Suite("One plan for one input", .timeLimit(.minutes(5)))
struct SamePlanTests {
    private static let runs = 12

    /// Rings, labels that were given to others, a detach, and values that go between all of them.
    private static func write(_ world: World) async throws {
        var first = Manifest((1...12).map { .env($0, "a\($0)", "b\($0)", "c\($0)") })
        first.bases[0].lines = ["userAttribute: {name: environment, defaultValues: [home, away]}"]
        try world.write(first)
        try await world.apply().expect(exitCode: 0)
        var second = Manifest(
            (1...11).map { .env($0, "a\($0 % 11 + 1)", "b\(($0 + 4) % 11 + 1)", "c\($0)", "new\($0)") }
        )
        second.bases[0].lines = ["userAttribute: {name: environment, defaultValues: [away, c12]}"]
        let swapped = second.text.replacing("env3:", with: "env:").replacing("env7:", with: "env3:")
            .replacing("env:", with: "env7:")
        try world.write(swapped)
    }

    @Test(arguments: [["--prune"], ["--prune", "--offline"], ["--target", "base1/env2"]])
    func `the same input gives the same bytes, whatever the seed`(_ options: [String]) async throws {
        try await withWorld(Organization.store(connections: 12)) { world in
            try await Self.write(world)
            var plans: Set<String> = []
            for _ in 0..<Self.runs {
                let outcome = try await world.run(["plan", "--output", "json"] + options)
                #expect(outcome.exitCode == 0, "\(outcome.everything)")
                plans.insert(outcome.stdout + outcome.stderr)
            }
            #expect(plans.count == 1)
        }
    }
}
