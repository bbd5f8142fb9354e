import OmniSandbox
import Testing

@Suite("Apply", .timeLimit(.minutes(5)))
struct ApplyTests {
    private static let manifest = Manifest(.env(1, "dev", "staging"), .env(2, "eu"), .env(3))

    @Test func `three new environments take one POST, and a PUT for each that has values`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply()
            let requests = await world.requests()
            let dev = try #require(await world.environment(1))
            let eu = try #require(await world.environment(2))
            let ids = (1...3).map(Organization.connection).joined(separator: ",")
            #expect(
                requests.writes == [
                    "POST /api/v1/connection-environments "
                        + #"{"baseConnectionId":"\#(Organization.base(1))","environmentConnectionIds":"\#(ids)"}"#,
                    #"PUT /api/v1/connection-environments/\#(dev) {"userAttributeValues":"dev,staging"}"#,
                    #"PUT /api/v1/connection-environments/\#(eu) {"userAttributeValues":"eu"}"#,
                ]
            )
            let list = "GET /api/v1/connection-environments"
            #expect(requests.reads.sorted() == [list, list, "GET /api/v1/connections"])
            #expect(requests.refusals == [])
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.hasSuffix("Apply complete! Resources: 3 added, 0 changed, 0 destroyed.\n"))
            #expect(await world.routing() == Self.manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `a second apply asks for nothing and leaves the state as it was`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            _ = try await world.apply()
            let state = world.state
            _ = await world.requests()
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.hasSuffix("\n\nNo changes. Omni matches the manifest.\n"))
            #expect(await world.requests().map(\.method) == ["GET", "GET"])
            #expect(world.state == state)
        }
    }

    @Test func `only the environments whose values differ are written`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            _ = try await world.apply()
            _ = await world.requests()
            try world.write(Manifest(.env(1, "staging", "dev"), .env(2, "eu", "uk"), .env(3)))
            #expect(try await world.apply().exitCode == 0)
            let eu = try #require(await world.environment(2))
            #expect(
                await world.requests().writes == [
                    #"PUT /api/v1/connection-environments/\#(eu) {"userAttributeValues":"eu,uk"}"#
                ]
            )
        }
    }

    @Test func `bases are worked on side by side, each with its own POST`() async throws {
        let manifest = Manifest(
            bases: .init(1, [.env(1, "a")]),
            .init(2, [.env(1, "a"), .env(2, "b")]),
            .init(3, [.env(3, "c")])
        )
        try await withWorld(Organization.store(bases: 3)) { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.counts == ["GET": 3, "POST": 3, "PUT": 4])
            #expect(requests.refusals == [])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `a failure stops its base, the others go on, and the report names all three kinds`()
        async throws
    {
        let manifest = Manifest(
            bases: .init(1, [.env(1, "a"), .env(2, "b"), .env(3, "c")]),
            .init(2, [.env(4, "d")])
        )
        let fault = "PUT /v1/connection-environments/ba5e0001-c000-4000-8000-000000000002 * 400"
        try await withWorld(Organization.store(bases: 2), faults: [fault]) { world in
            try world.write(manifest)
            let outcome = try await world.apply("--output", "json", "--parallelism", "1")
            #expect(outcome.exitCode == 3)
            let report = try outcome.document()
            #expect(report.complete == false)
            #expect(
                report.outcomes?.map(\.result) == ["done", "done", "failed", "not_tried", "done", "done"]
            )
            let failure = try #require(report.outcomes?.compactMap(\.error).first)
            #expect(failure.contains("Omni refused it (400)"))
            #expect(await world.routing() == [1: [1: ["a"], 2: [], 3: []], 2: [4: ["d"]]])
        }
    }

    @Test func `what went wrong is put right by the next apply`() async throws {
        let manifest = Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c"))
        try await withWorld(faults: ["PUT * 2 422"]) { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 3)
            _ = await world.requests()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 3, "PUT": 2])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `an environment that changes behind the back of an apply makes it incomplete`() async throws {
        let edit = "edit:values:\(Organization.connection(1))=elsewhere"
        try await withWorld(faults: ["GET /v1/connection-environments 2 \(edit)"]) { world in
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 3)
            #expect(outcome.stdout.contains("base1/env1 has elsewhere instead of a"))
        }
    }

    @Test func `--no-verify leaves the last look out`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            #expect(try await world.apply("--no-verify").exitCode == 0)
            #expect(await world.requests().counts == ["GET": 2, "POST": 1, "PUT": 2])
        }
    }
}
