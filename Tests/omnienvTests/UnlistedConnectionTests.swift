import OmniSandbox
import Testing

@Suite("A token that may not list the connections", .timeLimit(.minutes(5)))
struct UnlistedConnectionTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))
    private static let list = "GET /v1/connections * 403"
    private static let each = "GET /v1/connections/* * 403"

    @Test func `each that the manifest names is read by its id`() async throws {
        try await withWorld(faults: [Self.list]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(!outcome.stderr.contains("warning"))
            let single = await world.requests().reads.filter { $0.hasPrefix("GET /api/v1/connections/") }
            let ids = [Organization.base(1), Organization.connection(1), Organization.connection(2)]
            #expect(single == ids.map { "GET /api/v1/connections/" + $0 })
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `an id that is answered 404 is no connection's`() async throws {
        try await withWorld(faults: [Self.list]) { world in
            try world.write(Manifest(.env(1, "a"), .env(77, "b")))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.contains("there is no connection \(Organization.connection(77)) in Omni"))
            #expect(await world.requests().writes == [])
        }
    }

    /// An instance from before the endpoint answers 404 to every id.
    @Test(arguments: ["403", "404", "400"])
    func `where it may not read these either, ids are taken as they are, with a warning`(_ answer: String)
        async throws
    {
        let each = "GET /v1/connections/* * \(answer)"
        try await withWorld(faults: [Self.list, each]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(
                outcome.stderr.contains("the token may not read the connections: ids are taken as they are")
            )
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test(arguments: [[list], [list, each]])
    func `a name that nobody can look up is not called unknown`(_ faults: [String]) async throws {
        try await withWorld(faults: faults) { world in
            try world.write(Self.manifest.text.replacing(Organization.connection(2), with: "Connection 2"))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.contains("error: the token may not list Omni's connections"))
            #expect(!outcome.stderr.contains("no connection in Omni is called"))
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `a name that an earlier apply looked up is the connection that it meant`() async throws {
        try await withWorld { world in
            let text = Self.manifest.text.replacing(Organization.connection(2), with: "Connection 2")
            try world.write(text)
            #expect(try await world.apply().exitCode == 0)
            await world.sandbox.script(try Fault(parsing: Self.list))
            try world.write(text.replacing("[b]", with: "[b, c]"))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b", "c"]]])
        }
    }

    @Test func `drift does not take what it may not read for a connection that is gone`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            _ = try await world.apply()
            for fault in [Self.list, Self.each] { await world.sandbox.script(try Fault(parsing: fault)) }
            let outcome = try await world.run("drift")
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(outcome.stderr.contains("the token may not read the connections"))
            try await world.sandbox.edit { try $0.change(1, ["z"]) }
            #expect(try await world.run("drift").exitCode == 2)
        }
    }

    @Test func `export needs the list, and says so as a matter of permission`() async throws {
        try await withWorld(faults: [Self.list]) { world in
            let outcome = try await world.run("export")
            #expect(outcome.exitCode == 5)
            #expect(outcome.stderr.contains("GET /v1/connections"))
        }
    }
}
