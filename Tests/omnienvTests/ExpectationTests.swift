import OmniSandbox
import Testing

@Suite("Expectations after an apply", .timeLimit(.minutes(5)))
struct ExpectationTests {
    private static func manifest(_ lines: String..., expectations: String) -> String {
        var manifest = Manifest(.env(1, "a"))
        manifest.bases[0].lines = lines
        return manifest.text + "expectations: {base1: {\(expectations)}}\n"
    }

    @Test func `a base without a user attribute routes nobody, which the last look finds`() async throws {
        try await withWorld(Organization.store(attribute: nil)) { world in
            try world.write(Self.manifest(expectations: "a: env1"))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 3)
            #expect(
                outcome.stdout.contains(
                    """
                    Expectations that Omni's routing does not meet:
                      expected "a" to reach "env1", but it falls back to the base connection
                    """
                )
            )
            #expect(await world.routing() == [1: [1: ["a"]]])
            #expect(await world.requests().counts == ["GET": 3, "POST": 1, "PUT": 1])
        }
    }

    @Test func `with the attribute set they are met, and the connections are read no more than needed`()
        async throws
    {
        try await withWorld(Organization.store(attribute: nil)) { world in
            let attribute = "userAttribute: {name: tenant, defaultValues: [home]}"
            try world.write(Self.manifest(attribute, expectations: "a: env1, home: base, b: base"))
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 5, "POST": 1, "PUT": 1, "PATCH": 1])
        }
    }

    @Test func `an unmanaged environment that takes a value expected at the base is found`() async throws {
        var store = Organization.store()
        try store.attach([2: ["b"]])
        try await withWorld(store) { world in
            let attribute = "userAttribute: {name: tenant}"
            try world.write(Self.manifest(attribute, expectations: "b: base"))
            let outcome = try await world.apply("--output", "json")
            #expect(outcome.exitCode == 3)
            let report = try outcome.decoded(Report.self)
            #expect(!report.complete)
            #expect(
                report.unmetExpectations == [#"expected "b" to reach "base", but it reaches "Connection 2""#]
            )
            let again = try await world.apply()
            #expect(again.exitCode == 3)
            #expect(again.stdout.contains("No changes. Omni matches the manifest.\n"))
            #expect(again.stdout.contains(#"expected "b" to reach "base", but it reaches "Connection 2""#))
        }
    }
}

private struct Report: Decodable {
    let complete: Bool
    let unmetExpectations: [String]

    enum CodingKeys: String, CodingKey {
        case complete
        case unmetExpectations = "unmet_expectations"
    }
}
