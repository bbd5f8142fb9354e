import OmniSandbox
import Testing

@Suite("A move that fails half-way", .timeLimit(.minutes(5)))
struct MoveFailureTests {
    private static func store() throws -> Store {
        var store = Organization.store()
        try store.attach([1: ["a", "b"], 2: ["c"]])
        return store
    }

    @Test func `a letting-go whose answer cannot be read is taken back`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 1 garbage"]) { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b", "c"))
            try world.write(manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 3)
            #expect(outcome.stdout.contains("rolled back to base1/env1: b"))
            #expect(await world.routing() == [1: [1: ["a", "b"], 2: ["c"]]])
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `what was done although its answer was lost is not called routed to the base`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 2 garbage"]) { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b", "c"))
            try world.write(manifest)
            let outcome = try await world.apply("--output", "json")
            #expect(outcome.exitCode == 3)
            let report = try outcome.document()
            #expect(report.outcomes?.map(\.result) == ["done", "failed"])
            #expect(report.routedToBase == [])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettledAfterApply()
        }
    }

    @Test func `the report says in JSON too what was rolled back`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 2 400"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b", "c")))
            let report = try await world.apply("--output", "json").document()
            #expect(report.outcomes?.map(\.result) == ["rolled_back", "failed"])
            #expect(report.outcomes?.first?.rolledBack == [.init(values: ["b"], to: "base1/env1")])
            #expect(report.outcomes?.first?.holds == ["a", "b"])
            #expect(await world.routing() == [1: [1: ["a", "b"], 2: ["c"]]])
        }
    }

    @Test func `a value of an environment that is to be detached is rolled back to it`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 2 400"]) { world in
            try world.write(Manifest(.env(1, "a", "b"), .env(2, "c")))
            _ = try await world.apply()
            let manifest = Manifest(.env(2, "b", "c"))
            try world.write(manifest)
            let outcome = try await world.apply("--prune")
            #expect(outcome.exitCode == 3)
            #expect(outcome.stdout.contains("rolled back to base1/env1: b"))
            #expect(await world.routing() == [1: [1: ["a", "b"], 2: ["c"]]])
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.routing() == manifest.routing)
        }
    }
}

@Suite("A token that Omni does not accept", .timeLimit(.minutes(5)))
struct RefusedTokenTests {
    private static let manifest = Manifest(
        bases: .init(1, [.env(1, "a"), .env(2, "b")]),
        .init(2, [.env(3, "c")])
    )

    @Test func `it stops all bases`() async throws {
        try await withWorld(Organization.store(bases: 2), faults: ["PUT * 1 401"]) { world in
            try world.write(Self.manifest)
            let report = try await world.apply("--output", "json", "--parallelism", "1").document()
            #expect(
                report.outcomes?.map(\.result) == ["done", "failed", "not_tried", "not_tried", "not_tried"]
            )
            #expect(await world.requests().counts == ["GET": 2, "POST": 1, "PUT": 1])
        }
    }
}
