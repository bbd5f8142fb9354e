import OmniSandbox
import Testing

@Suite("What belongs to whom", .timeLimit(.minutes(5)))
struct OwnershipTests {
    @Test func `what Omni has already is adopted without a write, and changed where it differs`() async throws
    {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: ["old"]])
        try await withWorld(store) { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "new"))
            try world.write(manifest)
            let plan = try await world.run("plan", "--output", "json").document()
            #expect(plan.bases?.flatMap(\.changes).map(\.action) == ["adopt", "adopt", "set_values"])
            _ = await world.requests()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 3, "PUT": 1])
            #expect(await world.routing() == manifest.routing)
            #expect(world.state?.contains("base1/env1") == true)
        }
    }

    @Test func `a lost state file is made again from what Omni lists`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            _ = try await world.apply()
            try world.remove(World.stateFile)
            _ = await world.requests()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().writes == [])
            #expect(world.state?.contains("base1/env2") == true)
        }
    }

    @Test func `what has left the manifest stays attached until --prune`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            _ = try await world.apply()
            try world.write(Manifest(.env(1, "a")))
            let id = try #require(await world.environment(2))
            try await world.expectSettled(
                end: "Nothing to do. 1 environment that the manifest does not name is still attached."
            )
            let plan = try await world.run("plan")
            #expect(plan.stdout.contains("orphaned env2 (b): no longer in the manifest; --prune detaches it"))
            _ = await world.requests()
            let outcome = try await world.apply("--prune")
            #expect(outcome.stdout.hasSuffix("Resources: 0 added, 0 changed, 1 destroyed.\n"))
            #expect(await world.requests().writes == ["DELETE /api/v1/connection-environments/\(id) "])
            #expect(await world.routing() == [1: [1: ["a"]]])
            try await world.expectSettled("--prune")
        }
    }

    @Test func `a whole base that has left the manifest is pruned once it is named`() async throws {
        try await withWorld(Organization.store(bases: 2)) { world in
            try world.write(Manifest(bases: .init(1, [.env(1, "a")]), .init(2, [.env(2, "b")])))
            _ = try await world.apply()
            try world.write(Manifest(.env(1, "a")))
            let left = "Nothing to do. 1 environment that the manifest does not name is still attached."
            try await world.expectSettled(end: left)
            try await world.expectSettled("--prune", end: left)
            let plan = try await world.run("plan", "--prune")
            #expect(plan.stdout.contains("to detach what it has: omnienv apply --prune --target base2\n"))
            #expect(plan.stdout.contains("orphaned env2 (b): no longer in the manifest\n"))
            #expect(await world.routing() == [1: [1: ["a"]], 2: [2: ["b"]]])
            try await world.run("plan", "--target", "base2").expect(exitCode: 64)
            let outcome = try await world.apply("--prune", "--target", "base2")
            outcome.expect(exitCode: 0)
            #expect(await world.routing() == [1: [1: ["a"]]])
            try await world.expectSettled("--prune")
        }
    }

    @Test func `a base under another label is not pruned by the old one`() async throws {
        try await withWorld { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b"))
            try world.write(manifest)
            _ = try await world.apply()
            try world.write(manifest.text.replacing("base1:", with: "wh:"), to: "omnienv.yaml")
            _ = await world.requests()
            for command in [["apply", "--auto-approve", "--prune"], ["plan"], ["drift"]] {
                let outcome = try await world.run(command + ["--target", "base1"])
                #expect(outcome.exitCode == 64)
                #expect(outcome.stdout == "")
                #expect(
                    outcome.stderr.contains(
                        #"no base connection "base1" in the manifest: its connection is called "wh" now"#
                    )
                )
            }
            #expect(await world.requests().writes == [])
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `a change of protection is shown, and asks nothing of Omni`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            _ = try await world.apply()
            try world.write(Manifest(.env(1, "a", protect: true)))
            let plan = try await world.run("plan")
            #expect(plan.stdout.contains("protect env1: recorded by the next apply, no request"))
            #expect(plan.stdout.hasSuffix("No changes. Omni matches the manifest.\n"))
            _ = await world.requests()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().writes == [])
            #expect(world.state?.contains(#""protect":true"#) == true)
            try world.write(Manifest(.env(1, "a")))
            let lifted = try await world.run("plan", "--output", "json").document()
            #expect(lifted.bases?.flatMap(\.changes).map(\.action) == ["unprotect"])
        }
    }

    @Test func `what nobody manages is reported and never touched`() async throws {
        var store = Organization.store()
        try store.attach([4: ["theirs"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a")))
            let plan = try await world.run("plan")
            #expect(plan.stdout.contains("unmanaged environment"))
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.requests().counts["DELETE"] == nil)
            #expect(await world.routing() == [1: [1: ["a"], 4: ["theirs"]]])
        }
    }

    @Test func `a value that an unmanaged environment holds is an error that names the holder`() async throws
    {
        var store = Organization.store()
        try store.attach([4: ["a"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 1)
            #expect(outcome.stdout == "")
            #expect(outcome.stderr.contains("omnienv.yaml:6:"))
            #expect(
                outcome.stderr.contains(#"the value "a" is held by an environment that is not managed here"#)
            )
            #expect(outcome.stderr.contains(Organization.connection(4)))
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `a value that an orphaned environment holds moves once it is pruned`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            _ = try await world.apply()
            try world.write(Manifest(.env(2, "a", "b")))
            let refused = try await world.apply()
            #expect(refused.exitCode == 1)
            #expect(refused.stderr.contains(#"is held by "base1/env1" of the connection"#))
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.routing() == [1: [2: ["a", "b"]]])
            #expect(await world.requests().refusals == [])
        }
    }

    @Test func `an edit in Omni is told from a change of the manifest, and undone`() async throws {
        try await withWorld { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b"))
            try world.write(manifest)
            _ = try await world.apply()
            try await world.sandbox.edit { try $0.change(1, ["x"]) }
            let plan = try await world.run("plan", "--output", "json").document()
            #expect(plan.bases?.flatMap(\.changes).map(\.cause) == ["drift"])
            try world.write(Manifest(.env(1, "a"), .env(2, "c")))
            let both = try await world.run("plan", "--output", "json").document()
            #expect(both.bases?.flatMap(\.changes).map(\.cause) == ["drift", "pending"])
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == [1: [1: ["a"], 2: ["c"]]])
        }
    }

    @Test func `what was detached in Omni is attached again`() async throws {
        try await withWorld { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b"))
            try world.write(manifest)
            _ = try await world.apply()
            try await world.sandbox.edit { try $0.detach(2) }
            _ = await world.requests()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 3, "POST": 1, "PUT": 1])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }
}
