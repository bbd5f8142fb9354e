import OmniSandbox
import Testing

@Suite("Answers that do not come", .timeLimit(.minutes(5)))
struct LostAnswerTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    /// The second number is how many POST it takes: one when the work was done, another one when it was not.
    @Test(arguments: [
        ("lost-after", 1), ("503-after", 1), ("500-after", 1), ("garbage", 1), ("partial", 1),
        ("lost-before", 2), ("503-before", 2), ("html", 2),
    ])
    func `a POST without its answer ends well, with each environment once`(_ effect: String, _ posts: Int)
        async throws
    {
        try await withWorld(faults: ["POST * 1 \(effect)"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.hasSuffix("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.\n"))
            let requests = await world.requests()
            #expect(requests.counts["POST"] == posts)
            #expect(requests.counts["PUT"] == 2)
            #expect(requests.refusals == [])
            #expect(await world.routing() == Self.manifest.routing)
            try await world.expectSettled()
        }
    }

    /// Omni refuses to attach again what its list does not show yet.
    @Test func `a create that a lagging list hides is not forgotten`() async throws {
        let faults = ["POST * 1 lost-after", "GET /v1/connection-environments 2-99 stale-list"]
        try await withWorld(faults: faults) { world in
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 3)
            #expect(await world.requests().counts["POST"] == 2)
            #expect(world.state?.contains(#""record":"intent""#) == true)
            #expect(world.state?.contains("intentDropped") == false)
            #expect(await world.routing() == [1: [1: []]])
        }
    }

    @Test(arguments: ["lost-after", "lost-before", "503-after", "503-before", "html"])
    func `a PUT without its answer is sent again`(_ effect: String) async throws {
        try await withWorld(faults: ["PUT * 1 \(effect)"]) { world in
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 3, "POST": 1, "PUT": 3])
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test(arguments: ["lost-after", "lost-before", "503-after"])
    func `a DELETE without its answer is sent again, and 404 then means done`(_ effect: String) async throws {
        try await withWorld(faults: ["DELETE * 1 \(effect)"]) { world in
            try world.write(Self.manifest)
            _ = try await world.apply()
            _ = await world.requests()
            try world.write(Manifest(.env(1, "a")))
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.requests().counts == ["GET": 3, "DELETE": 2])
            #expect(await world.routing() == [1: [1: ["a"]]])
            try await world.expectSettled("--prune")
        }
    }

    @Test func `a create that a success calls an error is looked for in the list`() async throws {
        try await withWorld(faults: ["POST * 1 error-in-200-after"]) { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            #expect(await world.requests().counts["POST"] == 1)
            #expect(await world.routing() == Self.manifest.routing)
        }
        try await withWorld(faults: ["POST * 1 error-in-200-before"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply()
            outcome.expect(exitCode: 3)
            #expect(outcome.stdout.contains("Omni refused it (400): Bad Request"))
            #expect(outcome.stdout.contains("Omni's list does not show"))
            #expect(await world.requests().counts["POST"] == 1)
            try await world.apply().expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `a list that is an error in a success is no empty list`() async throws {
        try await withWorld(faults: ["GET * * error-in-200-before"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("plan")
            outcome.expect(exitCode: 1)
            #expect(outcome.stderr.contains("Omni refused it (400): Bad Request"))
        }
    }

    @Test(arguments: ["lost-after", "partial", "503-before"])
    func `a list that does not come is asked for again`(_ effect: String) async throws {
        try await withWorld(faults: ["GET /v1/connection-environments 1 \(effect)"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("plan")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stderr.contains("waiting 1 s before trying"))
            #expect(await world.requests().map(\.method) == ["GET", "GET", "GET"])
        }
    }

    @Test func `a list that cannot be read is an error that names the call, never an empty list`()
        async throws
    {
        try await withWorld(faults: ["GET /v1/connection-environments 2-9 garbage"]) { world in
            try world.write(Self.manifest)
            _ = try await world.apply("--no-verify")
            let state = world.state
            _ = await world.requests()
            try world.write(Manifest(.env(3, "c")))
            let outcome = try await world.apply("--prune")
            #expect(outcome.exitCode == 1)
            #expect(outcome.stdout == "")
            #expect(
                outcome.stderr.contains("GET /v1/connection-environments: the answer (200) cannot be used")
            )
            #expect(await world.requests().writes == [])
            #expect(world.state == state)
        }
    }

    @Test func `too many requests are waited for and never fail an apply`() async throws {
        try await withWorld(faults: ["POST * 1 429:1", "PUT * 1 429"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0)
            #expect(
                outcome.stderr.contains("waiting 1 s because Omni asks for fewer requests (429, Retry-After)")
            )
            #expect(outcome.stderr.contains("because Omni asks for fewer requests (429)"))
            #expect(await world.requests().counts == ["GET": 3, "POST": 2, "PUT": 3])
            #expect(await world.routing() == Self.manifest.routing)
        }
    }
}
