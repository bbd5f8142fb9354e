import OmniSandbox
import Subprocess
import Testing

@Suite("Killed in the middle of an apply", .timeLimit(.minutes(5)))
struct KillTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c"))

    /// Kills an apply while it waits for the answer to the request of that number and method.
    private static func withKilledApply(
        at method: String,
        _ number: Int,
        test: (World) async throws -> Void
    ) async throws {
        try await withWorld(faults: ["\(method) * \(number) slow:1"]) { world in
            try world.write(manifest)
            let outcome = try await world.run("apply", "--auto-approve") { running in
                await world.arrival(of: method, number)
                try running.send(.kill)
            }
            #expect(outcome.exitCode == 137)
            world.gate.open()
            _ = await world.requests()
            try await test(world)
        }
    }

    @Test(arguments: [1, 2, 3])
    func `in a PUT: the next apply does the rest, and every pair is there once`(_ number: Int) async throws {
        try await Self.withKilledApply(at: "PUT", number) { world in
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.counts["POST"] == nil)
            #expect(requests.counts["PUT", default: 0] == 3 - number)
            #expect(requests.refusals == [])
            #expect(await world.routing() == Self.manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test
    func `drift blames nobody else for what the killed apply has done, and still tells what others did`()
        async throws
    {
        try await Self.withKilledApply(at: "PUT", 2) { world in
            let own = try await world.run("drift", "--output", "json")
            own.expect(exitCode: 0)
            #expect(
                try own.decoded(Drifted.self).summary == ["drift": 0, "both": 0, "pending": 1, "cut_off": 1]
            )
            try await world.sandbox.edit { try $0.change(1, ["x"]) }
            let foreign = try await world.run("drift", "--output", "json")
            foreign.expect(exitCode: 2)
            #expect(
                try foreign.decoded(Drifted.self).summary
                    == ["drift": 1, "both": 0, "pending": 1, "cut_off": 1]
            )
            #expect(
                try await world.run("plan").stdout.contains("(by an apply that was cut off or is under way)")
                    == false
            )
        }
    }

    private struct Drifted: Decodable {
        let summary: [String: Int]
    }

    @Test func `in a POST: the list tells what became of it, and nothing is attached twice`() async throws {
        try await Self.withKilledApply(at: "POST", 1) { world in
            let plan = try await world.run("plan")
            #expect(plan.exitCode == 0)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.counts["POST"] == nil)
            #expect(requests.counts["PUT"] == 3)
            #expect(requests.refusals == [])
            #expect(await world.routing() == Self.manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `in a cycle of values: the next apply brings all of them where they belong`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: ["b"], 3: ["c"]])
        try await withWorld(store, faults: ["PUT * 2 slow:1"]) { world in
            let manifest = Manifest(.env(1, "b"), .env(2, "c"), .env(3, "a"))
            try world.write(manifest)
            _ = try await world.run("apply", "--auto-approve") { running in
                await world.arrival(of: "PUT", 2)
                try running.send(.kill)
            }
            world.gate.open()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().refusals == [])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `the lock of a killed process holds nobody up`() async throws {
        try await Self.withKilledApply(at: "PUT", 1) { world in
            let outcome = try await world.apply("--lock-timeout", "0s")
            #expect(outcome.exitCode == 0)
        }
    }
}
