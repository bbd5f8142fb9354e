import OmniSandbox
import Testing

/// Somebody works in Omni's web page while an apply runs.
@Suite("Races", .serialized, .timeLimit(.minutes(5)))
struct RaceTests {
    private static let manifest = Manifest(
        bases: .init(1, [.env(1, "a"), .env(2, "b")]),
        .init(2, [.env(3, "c")])
    )

    private static func store() throws -> Store {
        var store = Organization.store(bases: 2)
        try store.attach([1: ["x"], 2: ["y"]])
        return store
    }

    @Test func `an edit during a wait is left alone and shown, and the other base goes on`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 2 429:6"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run(
                "apply",
                "--auto-approve",
                "--parallelism",
                "1",
                "--output",
                "json"
            ) { running in
                try await running.hears("waiting 6 s")
                await world.sandbox.edit { store in try? store.change(2, ["theirs"]) }
            }
            #expect(outcome.exitCode == 3)
            let report = try outcome.document()
            #expect(report.outcomes?.map(\.result) == ["done", "failed", "done", "done"])
            #expect(
                report.outcomes?[1].error == """
                    somebody else changed this base after the plan was made: env2 has theirs instead of y. Nothing more \
                    was done to it: plan again
                    """
            )
            #expect(await world.routing() == [1: [1: ["a"], 2: ["theirs"]], 2: [3: ["c"]]])
            try await world.expectSettledAfterApply()
        }
    }

    @Test func `a wait in which nobody edits costs one list and nothing else`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 2 429:6"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply("--parallelism", "1")
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(await world.requests().counts == ["GET": 4, "POST": 1, "PUT": 4])
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `a short wait costs no list`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 2 429:2", "PUT * 4 503"]) { world in
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts["GET"] == 3)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `what this run has just attached may be unknown at first`() async throws {
        try await withWorld(faults: ["PUT * * 404-once"]) { world in
            let manifest = Manifest(.env(1, "a"))
            try world.write(manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(await world.requests().counts == ["GET": 3, "POST": 1, "PUT": 2])
            #expect(await world.routing() == manifest.routing)
        }
    }
}
