import OmniSandbox
import Testing

@Suite("Against an instance without a list of environments", .timeLimit(.minutes(5)))
struct NoListTests {
    private static func withOldInstance(
        faults: [String] = [],
        test: (World) async throws -> Void
    ) async throws {
        try await withWorld(faults: faults, { $0.api.hasList = false }, test: test)
    }

    @Test func `apply, edit, plan and apply work from the state file alone`() async throws {
        try await Self.withOldInstance { world in
            try world.write(Manifest(.env(1, "dev", "staging"), .env(2, "eu")))
            try await world.apply().expect(exitCode: 0)
            let first = await world.requests()
            #expect(
                first.reads.sorted() == ["GET /api/v1/connection-environments", "GET /api/v1/connections"]
            )
            #expect(first.counts == ["GET": 2, "POST": 1, "PUT": 2])

            let edited = Manifest(.env(1, "dev"), .env(2, "eu", "staging"), .env(3, "uk"))
            try world.write(edited)
            let plan = try await world.run("plan", "--output", "json")
            #expect(try plan.document().basis == "state_without_list")
            #expect(
                try plan.document().summary == [
                    "add": 1, "change": 2, "destroy": 0, "requests": 4, "seconds": 0,
                ]
            )
            #expect(await world.requests().writes == [])

            try await world.apply().expect(exitCode: 0)
            #expect(await world.requests().counts == ["GET": 2, "POST": 1, "PUT": 3])
            #expect(await world.routing() == edited.routing)
            try await world.expectSettled()
        }
    }

    @Test func `the plan says that it stands on the state`() async throws {
        try await Self.withOldInstance { world in
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.run("plan")
            #expect(outcome.exitCode == 0)
            #expect(
                outcome.stdout.contains(
                    "\n\nPlanned from the cached state: this instance has no list of environments, so that what others change is not seen, and only the state knows the ids.\n"
                )
            )
        }
    }

    @Test func `the plan names what it writes to by the id that the state has`() async throws {
        try await Self.withOldInstance { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            try await world.apply().expect(exitCode: 0)
            try world.write(Manifest(.env(1, "a", "c")))
            let plan = try await world.run("plan", "--prune").stdout
            let ids = await world.sandbox.store().environments.map(\.id.text)
            #expect(ids.count == 2)
            #expect(plan.contains("env1: add c  (id \(ids[0]))\n"))
            #expect(plan.contains("detach env2  (id \(ids[1]))\n"))
        }
    }

    @Test func `a create that was lost on its way is asked for again`() async throws {
        try await Self.withOldInstance(faults: ["POST * 1 lost-before"]) { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b"))
            try world.write(manifest)
            try await world.apply().expect(exitCode: 0)
            #expect(await world.requests().counts["POST"] == 2)
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `a create whose answer was lost is resolved by a command that the error names`() async throws {
        try await Self.withOldInstance(faults: ["POST * 1 lost-after"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            let first = try await world.apply()
            #expect(first.exitCode == 3)
            #expect(first.stdout.contains("were attached, and the answer with the ids was lost"))
            #expect(first.stdout.contains("omnienv import base1/env1 <environment id>"))
            #expect(await world.requests().counts["POST"] == 2)

            let second = try await world.apply()
            #expect(second.exitCode == 1)
            #expect(second.stdout == "")
            #expect(second.stderr.contains("omnienv import base1/env2 <environment id>"))
            #expect(second.stderr.contains("omnienv state forget base1/env2"))
            #expect(await world.requests().writes == [])

            for connection in [1, 2] {
                let id = try #require(await world.environment(connection))
                try await world.run("import", "base1/env\(connection)", id).expect(exitCode: 0)
            }
            try await world.apply().expect(exitCode: 0)
            #expect(await world.requests().counts == ["GET": 2, "PUT": 2])
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b"]]])
        }
    }
}
