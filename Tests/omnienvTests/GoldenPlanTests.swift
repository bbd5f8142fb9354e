import OmniSandbox
import Testing

/// Whole plans beside golden files. With `OMNIENV_RECORD=1` these are written anew, and the test fails all the same.
@Suite("Golden plans", .timeLimit(.minutes(5)))
struct GoldenPlanTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Applied first, in an organization with nothing attached.
        let before: Manifest
        let after: Manifest
        var arguments: [String] = []

        var testDescription: String { name }
    }

    private static func attribute(_ name: String, _ defaults: String...) -> String {
        "userAttribute: {name: \(name), defaultValues: [\(defaults.joined(separator: ", "))]}"
    }

    static let cases = [
        Case(
            name: "swap-of-two",
            before: Manifest(.env(1, "a"), .env(2, "b")),
            after: Manifest(.env(1, "b"), .env(2, "a"))
        ),
        Case(
            name: "chain-of-40",
            before: Manifest((1...40).map { .env($0, "v\($0)") } + [.env(41)]),
            after: Manifest([.env(1)] + (2...41).map { .env($0, "v\($0 - 1)") })
        ),
        Case(
            name: "ring-through-defaults",
            before: Manifest(bases: .init(1, [.env(1, "a"), .env(2, "b")], lines: attribute("env", "p"))),
            after: Manifest(bases: .init(1, [.env(1, "p"), .env(2, "a")], lines: attribute("env", "b")))
        ),
        Case(
            name: "replaced-database",
            before: Manifest(.env(1, "eu", "uk"), .env(2, "us")),
            after: Manifest(.env(2, "us"), .env(3, "eu", "uk")),
            arguments: ["--prune"]
        ),
        Case(
            name: "renamed-attribute",
            before: Manifest(
                bases: .init(1, [.env(1, "a", "b"), .env(2, "c")], lines: attribute("env", "p", "q"))
            ),
            after: Manifest(
                bases: .init(1, [.env(1, "a", "b"), .env(2, "c", "q")], lines: attribute("stage", "p"))
            )
        ),
    ]

    @Test(arguments: cases, ["text", "json", "markdown"])
    func `a plan is as the golden file has it, and Omni accepts every request`(_ plan: Case, _ format: String)
        async throws
    {
        try await withWorld(Organization.store(connections: 41)) { world in
            try world.write(plan.before)
            try #require(try await world.apply().exitCode == 0)
            try world.write(plan.after)
            let outcome = try await world.run(["plan", "--output", format] + plan.arguments).shown(in: world)
            #expect(outcome.exitCode == 0)
            try GoldenFile("\(plan.name).\(format)").expect(outcome.stdout)
            _ = await world.requests()
            #expect(try await world.run(Self.apply + plan.arguments).exitCode == 0)
            #expect(await world.requests().refusals == [])
            #expect(await world.routing() == plan.after.routing)
        }
    }

    private static let apply = ["apply", "--auto-approve", "--rate", "100000"]
}
