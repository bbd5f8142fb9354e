import OmniSandbox
import Testing

@Suite("What a saved plan carries, and the digest", .timeLimit(.minutes(5)))
struct PlanOptionTests {
    private static let both = Manifest(
        bases: .init(1, [.env(1, "a"), .env(2, "b")]),
        .init(2, [.env(3, "c")])
    )
    private static let less = Manifest(bases: .init(1, [.env(1, "x")]), .init(2, [.env(3, "y")]))

    @Test func `a saved plan keeps its --target and --prune`() async throws {
        try await withWorld(Organization.store(bases: 2)) { world in
            try world.write(Self.both)
            _ = try await world.apply()
            try world.write(Self.less)
            try await world.run("plan", "--target", "base1", "--prune", "--out", "p").expect(exitCode: 0)
            let outcome = try await world.run("apply", "p")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.hasSuffix("Resources: 0 added, 1 changed, 1 destroyed.\n"))
            #expect(await world.routing() == [1: [1: ["x"]], 2: [3: ["c"]]])
        }
    }

    @Test(arguments: [
        ["--prune"], ["--target", "base1"], ["--accept-empty"], ["--allow-fallback", "a"],
        ["--max-detach", "1"],
    ])
    func `beside a saved plan such flags are 64`(_ options: [String]) async throws {
        try await withWorld(Organization.store(bases: 2)) { world in
            try world.write(Self.both)
            _ = try await world.run("plan", "--out", "p")
            let outcome = try await world.run(["apply", "p"] + options)
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains("a saved plan was made with its own"))
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `a refused plan is not saved, nor one that was made offline`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a", protect: true)))
            _ = try await world.apply()
            try world.write(Manifest(.env(1, protect: true)))
            let refused = try await world.run("plan", "--out", "p")
            #expect(refused.exitCode == 4)
            #expect(!refused.stdout.contains("Plan digest"))
            try await world.run("plan", "--offline", "--out", "p").expect(exitCode: 64)
            #expect(world.text(of: "p") == nil)
        }
    }

    @Test func `a plan never takes the place of another file`() async throws {
        try await withWorld { world in
            try world.write(Self.both)
            let outcome = try await world.run("plan", "--out", "omnienv.yaml")
            #expect(outcome.exitCode == 4)
            #expect(outcome.stderr.contains("\"omnienv.yaml\" holds something else than a plan"))
            #expect(world.text(of: "omnienv.yaml") == Self.both.text)
        }
    }

    @Test func `adoption alone can be saved, and nothing at all can be applied again and again`() async throws
    {
        var store = Organization.store()
        try store.attach([1: ["a"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a")))
            _ = try await world.run("plan", "--out", "p")
            try await world.run("apply", "p").expect(exitCode: 0)
            #expect(world.state?.contains("base1/env1") == true)
            try await world.run("apply", "p").expect(exitCode: 4)
            _ = try await world.run("plan", "--out", "p")
            for _ in 1...2 { try await world.run("apply", "p").expect(exitCode: 0) }
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `without a list a saved plan is bound to the state`() async throws {
        try await withWorld {
            $0.hasList = false
        } test: { world in
            let manifest = Manifest(.env(1, "a"))
            try world.write(manifest)
            _ = try await world.run("plan", "--out", "p")
            try await world.run("apply", "p").expect(exitCode: 0)
            #expect(await world.routing() == manifest.routing)
            try await world.run("apply", "p").expect(exitCode: 4)
        }
    }
}

@Suite("--expect", .timeLimit(.minutes(5)))
struct ExpectTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private static func digest(_ world: World, _ options: String...) async throws -> String {
        try #require(try await world.run(["plan", "--output", "json"] + options).document().digest)
    }

    @Test func `the plan that was looked at is applied`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let digest = try await Self.digest(world)
            #expect(try await Self.digest(world, "--offline") == digest)
            try await world.apply("--expect", digest).expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
            let again = try await world.apply("--expect", digest)
            #expect(again == Outcome(exitCode: 0, stdout: "No changes. Omni matches the manifest.\n"))
        }
    }

    @Test func `another plan is refused with 4 and shown, and nothing is written`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let digest = try await Self.digest(world)
            try world.write(Manifest(.env(1, "a"), .env(2, "c")))
            let now = try await Self.digest(world)
            _ = await world.requests()
            let outcome = try await world.apply("--expect", digest)
            #expect(outcome.exitCode == 4)
            #expect(outcome.stdout.contains("env2: values c"))
            #expect(
                outcome.stderr.hasPrefix("error: refused: the plan is \(now) now, not \(digest), because")
            )
            #expect(await world.requests().writes == [])
            #expect(world.state == nil)
            try await world.sandbox.edit { try $0.attach([1: ["a"]]) }
            try await world.apply("--expect", now).expect(exitCode: 4)
        }
    }

    @Test func `a saved plan has a digest too`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let digest = try await Self.digest(world, "--out", "p")
            try await world.run("apply", "p", "--expect", "000000000000").expect(exitCode: 4)
            try await world.run("apply", "p", "--expect", digest).expect(exitCode: 0)
        }
    }

    @Test(arguments: ["", "12", "0123456789AB", "0123456789abc", "xyzxyzxyzxyz"])
    func `what is no digest is 64`(_ text: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply("--expect", text).expect(exitCode: 64)
            #expect(await world.requests().isEmpty)
        }
    }
}
