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
            $0.api.hasList = false
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

    @Test func `the plan that was read is applied`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let digest = try await Self.digest(world)
            #expect(try await Self.digest(world, "--offline") == digest)
            try await world.apply("--expect", digest).expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
            let again = try await world.apply("--expect", digest)
            #expect(again.exitCode == 0)
            #expect(again.stdout.hasSuffix("\n\nNo changes. Omni matches the manifest.\n"))
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

    @Test func `an empty plan has a digest too, by which what is not empty any more is refused`() async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            let plan = try await world.run("plan")
            let digest = try await Self.digest(world)
            #expect(plan.stdout.contains("\nPlan digest: \(digest)\nNo changes."))
            try await world.apply("--expect", digest).expect(exitCode: 0)
            try await world.sandbox.edit { try $0.change(1, ["theirs"]) }
            _ = await world.requests()
            try await world.apply("--expect", digest).expect(exitCode: 4)
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `a plan that only lifts a protection is not the empty one`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            try await world.apply().expect(exitCode: 0)
            let empty = try await Self.digest(world)
            let state = try #require(world.state)
            try world.write(
                state.replacing(
                    "\"record\":\"environment\"",
                    with: "\"protect\":true,\"record\":\"environment\""
                ),
                to: World.stateFile
            )
            #expect(try await Self.digest(world) != empty)
            let refused = try await world.apply("--expect", empty)
            #expect(refused.exitCode == 4)
            #expect(world.state?.contains("protect") == true)
        }
    }

    @Test func `what is protected, isolated and allowed, and where, is part of it`() async throws {
        try await withWorld { world in
            let environments: [Manifest.Environment] = [.env(1, "a"), .env(2, "b")]
            var digests: [String] = []
            for lines in [[], ["isolation: strict"]] {
                for isProtected in [false, true] {
                    var manifest = Manifest(environments)
                    manifest.bases[0].lines = lines
                    manifest.bases[0].environments[1].isProtected = isProtected
                    try world.write(manifest)
                    digests.append(try await Self.digest(world))
                    digests.append(try await Self.digest(world, "--allow-fallback", "a"))
                    digests.append(try await Self.digest(world, "--allow-fallback", "all"))
                    let elsewhere = world.with("OMNI_BASE_URL", "https://other.omniapp.co")
                    digests.append(try await Self.digest(elsewhere, "--offline"))
                }
            }
            #expect(Set(digests).count == digests.count)
        }
    }

    @Test func `a saved plan has a digest too`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let digest = try await Self.digest(world, "--out", "p")
            try await world.run("apply", "p", "--expect", "00000000000000000000000000000000").expect(
                exitCode: 4
            )
            try await world.run("apply", "p", "--expect", digest).expect(exitCode: 0)
        }
    }

    /// Two plans with the same first 48 bits are found in a minute.
    @Test(arguments: [
        "", "12", "0123456789ab", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef0",
        "xyzxyzxyzxyzxyzxxyzxyzxyzxyzxyzx",
    ])
    func `what is no digest is 64`(_ text: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply("--expect", text).expect(exitCode: 64)
            #expect(await world.requests().isEmpty)
        }
    }
}
