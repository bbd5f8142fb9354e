import OmniSandbox
import Testing

@Suite("Plan", .timeLimit(.minutes(5)))
struct PlanTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    @Test func `it shows the routing, the requests and the sum, and changes nothing`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("plan")
            let digest = try #require(try await world.run("plan", "--output", "json").document().digest)
            #expect(digest.utf8.count == 32)
            #expect(
                outcome
                    == Outcome(
                        exitCode: 0,
                        stdout: """
                            Instance: http://127.0.0.1:\(world.sandbox.port)

                            base1  \(Organization.base(1)) (Base 1)
                              Routing
                                a: base → env1
                                b: base → env2
                              Requests
                                1  + POST   attach env1, env2
                                2  + PUT    env1: values a
                                3  + PUT    env2: values b

                            Plan: 2 to add, 0 to change, 0 to destroy.
                            3 requests, a few seconds at most at 55 requests a minute.
                            Plan digest: \(digest)

                            """
                    )
            )
            #expect(await world.requests().writes == [])
            #expect(try world.files() == ["omnienv.yaml"])
        }
    }

    @Test func `--detailed-exitcode tells changes from none`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            #expect(try await world.run("plan").exitCode == 0)
            #expect(try await world.run("plan", "--detailed-exitcode").exitCode == 2)
            _ = try await world.apply()
            #expect(try await world.run("plan", "--detailed-exitcode").exitCode == 0)
        }
    }

    @Test func `--offline needs neither token nor network`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            _ = try await world.apply()
            _ = await world.requests()
            try world.write(Manifest(.env(1, "a"), .env(2, "b", "c")))
            let bare = world.with("OMNI_API_TOKEN", nil).with("OMNI_BASE_URL", nil)
            let outcome = try await bare.run("plan", "--offline", "--output", "json", "--detailed-exitcode")
            #expect(outcome.exitCode == 2)
            #expect(outcome.stderr == "")
            let plan = try outcome.document()
            #expect(plan.basis == "state")
            #expect(plan.bases?.flatMap(\.requests).map(\.addresses) == [["base1/env2"]])
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `--offline without a state plans everything anew`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("plan", "--offline", "--output", "json")
            #expect(try outcome.document().summary?["add"] == 2)
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `--target limits plan and apply to whole bases`() async throws {
        try await withWorld(Organization.store(bases: 2)) { world in
            try world.write(Manifest(bases: .init(1, [.env(1, "a")]), .init(2, [.env(2, "b")])))
            let plan = try await world.run("plan", "--target", "base2", "--output", "json")
            #expect(try plan.document().bases?.map(\.label) == ["base2"])
            #expect(try await world.apply("--target", "base2").exitCode == 0)
            #expect(await world.routing() == [2: [2: ["b"]]])
            try await world.expectSettled("--target", "base2")
            #expect(try await world.run("plan", "--detailed-exitcode").exitCode == 2)
        }
    }

    @Test func `--target takes an environment, and verifies its group alone`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: ["b"], 3: ["c"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "b"), .env(2, "a"), .env(3, "d")))
            let outcome = try await world.apply("--target", "base1/env2")
            #expect(outcome.exitCode == 0)
            #expect(await world.requests().counts == ["GET": 3, "PUT": 3])
            #expect(await world.routing() == [1: [1: ["b"], 2: ["a"], 3: ["c"]]])
            #expect(try await world.run("plan", "--target", "base1/env9").exitCode == 64)
            #expect(try await world.run("drift", "--target", "base1/env2").exitCode == 64)
        }
    }

    @Test func `a plan that may take more requests than it has to says so`() async throws {
        var store = Organization.store(connections: 14)
        let values = { (environment: Int) in (1...14).filter { $0 != environment } }
        try store.attach(
            Dictionary(
                uniqueKeysWithValues: (1...14).map { from in (from, values(from).map { "v\(from)-\($0)" }) }
            )
        )
        let manifest = Manifest(
            (1...14).map { to in
                Manifest.Environment(connection: to, values: values(to).map { "v\($0)-\(to)" })
            }
        )
        try await withWorld(store) { world in
            try world.write(manifest)
            let plan = try await world.run("plan")
            #expect(plan.stdout.contains("27 requests, "))
            #expect(plan.stdout.contains("The number of requests is an approximation"))
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().refusals == [])
        }
    }

    @Test func `an unknown target is a usage error that lists the bases`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("plan", "--target", "bse1")
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains(#"there is no base connection "bse1"; there are: base1"#))
        }
    }

    @Test func `the time follows from the rate`() async throws {
        try await withWorld(Organization.store(connections: 100)) { world in
            try world.write(Manifest((1...100).map { .env($0, "v\($0)") }))
            #expect(
                try await world.run("plan").stdout
                    .contains("101 requests, about 60 seconds at 55 requests a minute.\n")
            )
            #expect(try await world.run("plan", "--rate", "25").stdout.contains("about 4 minutes at 25"))
        }
    }

    @Test func `a long plan is folded, and --verbose lists all of it`() async throws {
        try await withWorld(Organization.store(connections: 30)) { world in
            try world.write(Manifest((1...30).map { .env($0, "v\($0)") }))
            let folded = try await world.run("plan").stdout
            #expect((1...30).allSatisfy { folded.contains("    v\($0): base → env\($0)\n") })
            #expect(folded.contains("  31 requests (--verbose lists all)\n"))
            let complete = try await world.run("plan", "--verbose").stdout
            #expect((1...30).allSatisfy { complete.contains("+ PUT    env\($0): values v\($0)\n") })
        }
    }
}
