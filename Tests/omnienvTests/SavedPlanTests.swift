import Foundation
import OmniSandbox
import Subprocess
import Testing

@Suite("Saved plans", .timeLimit(.minutes(5)))
struct SavedPlanTests {
    static let first = Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c"))
    /// A swap, a new environment and one that loses its value.
    static let second = Manifest(.env(1, "b"), .env(2, "a"), .env(3), .env(4, "d"))

    /// A world in which the first manifest is applied, and a plan of the second one saved.
    static func withSavedPlan(
        _ options: String...,
        faults: [String] = [],
        test: (World) async throws -> Void
    ) async throws {
        try await withWorld(Organization.store(connections: 6), faults: faults) { world in
            try world.write(first)
            _ = try await world.apply("--no-verify")
            try world.write(second)
            let outcome = try await world.run(["plan", "--out", "plan.json"] + options)
            #expect(outcome.exitCode == 0)
            #expect(
                outcome.stderr.hasSuffix("saved in \"plan.json\"; to carry it out: omnienv apply plan.json\n")
            )
            _ = await world.requests()
            try await test(world)
        }
    }

    /// The plan is refused with 4 and these words; nothing is written, neither to Omni nor to the state.
    static func expectRefusal(
        _ words: String,
        in world: World,
        _ options: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (state, routing) = (world.state, await world.routing())
        let outcome = try await world.run(["apply", "plan.json"] + options)
        #expect(outcome.exitCode == 4, sourceLocation: sourceLocation)
        #expect(outcome.stdout == "", sourceLocation: sourceLocation)
        #expect(outcome.stderr == "error: refused: the saved plan \(words)\n", sourceLocation: sourceLocation)
        #expect(await world.requests().writes == [], sourceLocation: sourceLocation)
        #expect(await world.routing() == routing, sourceLocation: sourceLocation)
        #expect(world.state == state, sourceLocation: sourceLocation)
    }

    @Test func `apply FILE carries out what plan showed, without a question`() async throws {
        try await Self.withSavedPlan { world in
            let plan = try await world.run("plan", "--output", "json").document()
            _ = await world.requests()
            #expect(try world.mode(of: "plan.json") == 0o600)
            let outcome = try await world.run("apply", "plan.json", "--output", "json")
            #expect(outcome.exitCode == 0)
            let requests = await world.requests()
            let planned = plan.bases?.flatMap(\.requests).map(\.method) ?? []
            #expect(planned.count > 3)
            #expect(requests.map(\.method).dropFirst(2).dropLast() == planned[...])
            #expect(requests.refusals == [])
            #expect(await world.routing() == Self.second.routing)
            try await world.expectSettled()
        }
    }

    @Test func `a plan is applied once`() async throws {
        try await Self.withSavedPlan { world in
            try await world.run("apply", "plan.json").expect(exitCode: 0)
            _ = await world.requests()
            try await Self.expectRefusal("has been applied already: plan again", in: world)
        }
    }

    @Test func `a plan that was cut off is used up, wherever that was`() async throws {
        for number in 1...4 {
            try await Self.withSavedPlan(faults: ["PUT * \(number + 3) slow:1"]) { world in
                let killed = try await world.run("apply", "plan.json") { running in
                    await world.arrival(of: "PUT", number + 3)
                    try running.send(.kill)
                }
                #expect(killed.exitCode == 137)
                world.gate.open()
                _ = await world.requests()
                try await Self.expectRefusal("has been applied already: plan again", in: world)
                try await world.apply().expect(exitCode: 0)
                #expect(await world.routing() == Self.second.routing)
            }
        }
    }

    @Test func `an edit of the manifest, of a comment too, makes it stale`() async throws {
        try await Self.withSavedPlan { world in
            try world.write("# later\n" + Self.second.text)
            try await Self.expectRefusal("is stale: the manifest has changed: plan again", in: world)
            #expect(await world.requests().isEmpty)
            try world.write(Self.second)
            try await world.run("apply", "plan.json").expect(exitCode: 0)
        }
    }

    @Test func `another apply in between makes it stale`() async throws {
        try await Self.withSavedPlan { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b"), .env(3, "x")))
            try await world.apply().expect(exitCode: 0)
            try world.write(Self.second)
            _ = await world.requests()
            try await Self.expectRefusal("is stale: the state has changed: plan again", in: world)
        }
    }

    @Test func `a new and a missing state make it stale`() async throws {
        try await Self.withSavedPlan { world in
            let state = try #require(world.state)
            try world.remove(World.stateFile)
            try await Self.expectRefusal("is stale: the state is another one: plan again", in: world)
            try world.write(
                state.replacing(/"lineage":"[^"]*"/, with: #""lineage":"x""#),
                to: World.stateFile
            )
            try await Self.expectRefusal("is stale: the state is another one: plan again", in: world)
        }
    }

    @Test func `an edit in Omni makes it stale, and what was edited is named`() async throws {
        try await Self.withSavedPlan { world in
            try await world.sandbox.edit { store in
                try store.change(3, ["edited"])
                try store.attach([5: ["new"]])
            }
            let words =
                "is stale: Omni has changed (base1/\(Organization.connection(5)), base1/env3): plan again"
            try await Self.expectRefusal(words, in: world)
        }
    }

    /// Somebody who can write the file changes one thing after another, and leaves the rest as it fits.
    @Test(arguments: [
        ("\"prune\" : false", "\"prune\" : true"), ("\"accept_empty\" : false", "\"accept_empty\" : true"),
        ("\"allow_fallback\" : [\n\n    ]", "\"allow_fallback\" : [ \"all\" ]"),
        ("\"target\" : [\n\n    ]", "\"target\" : [ \"base1\" ]"), ("\"d\"", "\"e\""),
        ("\"method\" : \"POST\"", "\"method\" : \"PUT\""),
        ("\"falls_back\" : true", "\"falls_back\" : false"),
        ("\"add\" : 1", "\"add\" : 2"), ("base1/env4", "base1/env5"),
        (Organization.connection(4), Organization.connection(5)), ("\n}\n", "\n}"),
    ])
    func `an edited file is refused, and nothing of it is carried out`(_ text: String, _ edit: String)
        async throws
    {
        try await Self.withSavedPlan { world in
            let plan = try #require(world.text(of: "plan.json"))
            #expect(plan.contains(text), "\(plan)")
            try world.write(plan.replacing(text, with: edit), to: "plan.json")
            let words =
                "is not what manifest, state and Omni come to now: it was edited, or saved by another version: plan again"
            try await Self.expectRefusal(words, in: world)
            try world.write(plan, to: "plan.json")
            try await world.run("apply", "plan.json").expect(exitCode: 0)
            #expect(await world.routing() == Self.second.routing)
        }
    }

    /// The file of one base's plan with another base's environment in it, every digest of the file being right.
    @Test func `what a file says of requests is never sent`() async throws {
        try await withWorld(Organization.store(bases: 2, connections: 6)) { world in
            let victims = Manifest(bases: .init(1, [.env(1, "a")]), .init(2, [.env(2, "victim")]))
            try world.write(victims)
            try await world.apply().expect(exitCode: 0)
            try world.write(Manifest(bases: .init(1, [.env(1, "a")])))
            try await world.run("plan", "--prune", "--out", "evil.json").expect(exitCode: 0)
            try world.write(victims)
            try await world.run("plan", "--out", "plan.json").expect(exitCode: 0)
            let mark = "\n  \"plan\" : {"
            let parts = try ["plan.json", "evil.json"].map { name in
                try #require(world.text(of: name)).components(separatedBy: mark)
            }
            try #require(parts.allSatisfy { $0.count == 2 })
            try world.write(parts[0][0] + mark + parts[1][1], to: "plan.json")
            _ = await world.requests()
            try await world.run("apply", "plan.json").expect(exitCode: 4)
            try await world.run("apply", "evil.json").expect(exitCode: 4)
            #expect(await world.requests().writes == [])
            #expect(await world.routing() == victims.routing)
        }
    }

    @Test func `a file that is no plan, or one of another format, is refused`() async throws {
        try await Self.withSavedPlan { world in
            let text = try #require(world.text(of: "plan.json"))
            try world.write(text.replacing("\"2.0\"", with: "\"3.0\""), to: "plan.json")
            let words =
                "has the format 3.0, and this omnienv reads 2.0: take the version that made it, or plan again"
            try await Self.expectRefusal(words, in: world)
            let manifest = try await world.run("apply", "omnienv.yaml")
            #expect(manifest.exitCode == 4)
            #expect(manifest.stderr.contains("this is no saved plan"))
            try await world.run("apply", "nowhere.json").expect(exitCode: 1)
        }
    }

    @Test func `the file remembers where its manifest was, and shows the plan by names that are documented`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.first.text, to: "envs/base.yaml")
            try await world.run("plan", "-f", "envs/base.yaml", "--out", "plan.json").expect(exitCode: 0)
            let shown = try await world.run("plan", "-f", "envs/base.yaml", "--output", "json").document()
            let file = Outcome(exitCode: 0, stdout: try #require(world.text(of: "plan.json")))
            let saved = try file.decoded(SavedDocument.self)
            #expect(saved.digest == shown.digest)
            #expect(saved.plan.bases?.flatMap(\.requests) == shown.bases?.flatMap(\.requests))
            #expect(saved.manifest.paths == ["envs/base.yaml"])
            let outcome = try await world.run("apply", "plan.json")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stderr.contains("the manifest, as the saved plan names it: \"envs/base.yaml\"\n"))
            #expect(await world.routing() == Self.first.routing)
            #expect(world.text(of: "envs/omnienv.state.jsonl") != nil)
        }
    }

    private struct SavedDocument: Decodable {
        struct Manifest: Decodable {
            let paths: [String]
        }

        let digest: String
        let manifest: Manifest
        let plan: Document
    }

    @Test func `a plan for another instance is refused`() async throws {
        try await Self.withSavedPlan { world in
            try world.remove(World.stateFile)
            let address = "http://127.0.0.1:\(world.sandbox.port)"
            let other = world.with("OMNI_BASE_URL", "http://127.0.0.1:1")
            let words = "is for \(address), not for http://127.0.0.1:1: give that address, or plan again"
            try await Self.expectRefusal(words, in: other)
        }
    }
}
