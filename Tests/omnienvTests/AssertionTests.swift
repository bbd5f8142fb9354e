import OmniSandbox
import Testing

@Suite("What a manifest asserts and cannot set", .timeLimit(.minutes(5)))
struct AssertionTests {
    private static func store(default value: String?, branches: Bool = false) throws -> Store {
        let plain = Organization.store()
        var attribute = Store.UserAttribute(
            id: try Organization.id("a0000000-0000-4000-8000-000000000009"),
            name: "environment",
            label: "Environment"
        )
        attribute.defaultValue = value
        let connections = plain.connections.map { connection in
            var connection = connection
            connection.branchEnvironmentOverridesUserAttribute = branches
            return connection
        }
        return Store(connections: connections, userAttributes: [attribute])
    }

    private static func manifest(_ lines: String...) -> String {
        var manifest = Manifest(.env(1, "a"), .env(2, "b"))
        manifest.bases[0].lines = lines
        return manifest.text
    }

    @Test(
        arguments: [
            ("usersWithoutValue: base", nil, nil), ("usersWithoutValue: base", "elsewhere", nil),
            ("usersWithoutValue: env2", "b", nil),
            ("usersWithoutValue: {connection: Connection 2}", "b", nil),
            ("usersWithoutValue: base", "a", #"the attribute's default value "a" leads to "env1""#),
            ("usersWithoutValue: env2", nil, #"the attribute has no default value, which leads to "base""#),
            ("usersWithoutValue: {connection: Connection 2}", "a", #"leads to "env1""#),
        ] as [(String, String?, String?)]
    )
    func `users without a value go where the attribute's default value leads`(
        _ line: String,
        _ value: String?,
        _ complaint: String?
    ) async throws {
        try await withWorld(try Self.store(default: value)) { world in
            try world.write(Self.manifest(line))
            let applied = try await world.apply()
            #expect(applied.exitCode == 0, "\(applied.everything)")
            #expect(applied.stderr.contains("usersWithoutValue") == (complaint != nil))
            if let complaint { #expect(applied.stderr.contains(complaint), "\(applied.stderr)") }
            let drift = try await world.run("drift")
            #expect(drift.exitCode == (complaint == nil ? 0 : 2), "\(drift.everything)")
            #expect(try await world.run("doctor").exitCode == (complaint == nil ? 0 : 1))
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b"]]])
        }
    }

    /// The live routing counts: whoever takes the default value from its environment sends them elsewhere.
    @Test func `drift sees what an edit in Omni does to users without a value`() async throws {
        try await withWorld(try Self.store(default: "b")) { world in
            try world.write(Self.manifest("usersWithoutValue: env2"))
            #expect(try await world.apply().exitCode == 0)
            #expect(try await world.run("drift").exitCode == 0)
            try await world.sandbox.edit { try $0.change(2, []) }
            let drift = try await world.run("drift", "--output", "json")
            #expect(drift.exitCode == 2)
            #expect(
                drift.stdout.contains(#""status" : "unmet""#) || drift.stdout.contains(#""status":"unmet""#)
            )
        }
    }

    @Test(arguments: [(true, false), (false, true), (true, true)])
    func `branches are as asserted, or it is said`(_ wanted: Bool, _ found: Bool) async throws {
        try await withWorld(try Self.store(default: nil, branches: found)) { world in
            try world.write(Self.manifest("branchOverride: \(wanted)"))
            let applied = try await world.apply()
            #expect(applied.exitCode == 0)
            #expect(applied.stderr.contains("branchOverride says \(wanted)") == (wanted != found))
            #expect(try await world.run("drift").exitCode == (wanted == found ? 0 : 2))
            #expect(try await world.run("doctor").exitCode == (wanted == found ? 0 : 1))
        }
    }

    @Test func `what may not be read is a warning everywhere`() async throws {
        let faults = [
            "GET /v1/user-attributes * 403", "GET /v1/connections * 403", "GET /v1/connections/* * 403",
        ]
        try await withWorld(try Self.store(default: "a", branches: true), faults: faults) { world in
            try world.write(Self.manifest("usersWithoutValue: base", "branchOverride: false"))
            let applied = try await world.apply()
            #expect(applied.exitCode == 0)
            #expect(applied.stderr.contains("whether usersWithoutValue holds (line 5) could not be read"))
            #expect(applied.stderr.contains("whether branchOverride holds (line 6) could not be read"))
            let drift = try await world.run("drift")
            #expect(drift.exitCode == 0, "\(drift.everything)")
            #expect(drift.stderr.contains("could not be read"))
        }
    }

    @Test func `an expectation names a connection that only Omni can compare`() async throws {
        let proof = { (name: String) in
            Self.manifest() + "expectations: {base1: {b: {connection: \(name)}}}\n"
        }
        try await withWorld { world in
            try world.write(proof("Connection 2"))
            let good = try await world.apply()
            #expect(good.exitCode == 0, "\(good.everything)")
            _ = await world.requests()
            try world.write(proof("Connection 1").replacing("[a]", with: "[a, c]"))
            let bad = try await world.apply()
            #expect(bad.exitCode == 65)
            #expect(
                bad.stderr.contains(
                    #"expected "b" to reach the connection "Connection 1", but it reaches "env2", the connection "Connection 2""#
                )
            )
            #expect(await world.requests().writes == [])
        }
    }
}
