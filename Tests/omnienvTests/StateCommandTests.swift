import OmniSandbox
import Testing

@Suite("state list, show and forget", .timeLimit(.minutes(5)))
struct StateCommandTests {
    /// A world with a state, then without manifest, token, address and Omni's ear.
    private static func withState(_ test: (World, [String]) async throws -> Void) async throws {
        try await withWorld { world in
            var manifest = Manifest(.env(1, "a"), .env(2, "b", "c", protect: true))
            manifest.bases[0].lines = ["userAttribute: {name: environment, defaultValues: [prod]}"]
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            let ids = [await world.environment(1) ?? "", await world.environment(2) ?? ""]
            try world.remove("omnienv.yaml")
            _ = await world.requests()
            try await test(world.with("OMNI_BASE_URL", nil).with("OMNI_API_TOKEN", nil), ids)
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `list shows environments with ids and values, and user attributes`() async throws {
        try await Self.withState { world, ids in
            let outcome = try await world.run("state", "list")
            #expect(
                outcome
                    == Outcome(
                        exitCode: 0,
                        stdout: """
                            State of http://127.0.0.1:\(world.sandbox.port)

                            ADDRESS     ID                                    VALUES
                            base1/env1  \(ids[0])  a
                            base1/env2  \(ids[1])  b, c  (protected)

                            BASE   USER ATTRIBUTE  DEFAULT VALUES
                            base1  environment     prod

                            """
                    )
            )
            let json = try await world.run("state", "list", "--output", "json")
            #expect(json.stdout.contains(#""format_version" : "1.0""#))
            #expect(json.stdout.contains(#""environment" : "\#(ids[1])""#))
            #expect(json.stdout.contains(#""protected" : true"#))
        }
    }

    @Test func `show tells everything about one`() async throws {
        try await Self.withState { world, ids in
            let shown = """
                base1/env2
                  environment      \(ids[1])
                  connection       \(Organization.connection(2))
                  base connection  \(Organization.base(1))
                  values           b, c
                  protected        yes

                """
            for name in ["base1/env2", ids[1]] {
                let found = try await world.run("state", "show", name)
                #expect(found == Outcome(exitCode: 0, stdout: shown))
            }
            #expect(
                try await world.run("state", "show", "base1").stdout.contains("user attribute   environment")
            )
            let unknown = try await world.run("state", "show", "base1/emv1")
            #expect(unknown.exitCode == 64)
            #expect(unknown.stderr.contains("did you mean \"base1/env1\"?"))
        }
    }

    @Test func `forget asks, and takes nothing but yes`() async throws {
        try await Self.withState { world, _ in
            let state = world.state
            let outcome = try await world.run("state", "forget", "base1/env1", input: "yes\n")
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains("--auto-approve"))
            #expect(try await world.run("state", "forget", "base1/nothing", "--auto-approve").exitCode == 64)
            #expect(world.state == state)
        }
    }

    @Test func `what is forgotten is gone from the list, and the rest stays`() async throws {
        try await Self.withState { world, ids in
            let outcome = try await world.run("state", "forget", "base1/env2", "base1", "--auto-approve")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout == "Forgotten: base1/env2, base1.\n")
            #expect(
                outcome.stderr.contains("base1/env2: if it is in the manifest, where Omni lists environments")
            )
            #expect(outcome.stderr.contains("omnienv import base1/env2 \(ids[1])"))
            #expect(outcome.stderr.contains("its protection is forgotten"))
            let list = try await world.run("state", "list").stdout
            #expect(list.contains("base1/env1") && !list.contains("base1/env2") && !list.contains("BASE "))
            #expect(world.state?.contains(#""record":"forgotten""#) == true)
        }
    }

    @Test func `without a state there is nothing to show`() async throws {
        try await withWorld { world in
            for command in [["list"], ["show", "a/b"], ["forget", "a/b", "--auto-approve"]] {
                let outcome = try await world.run(["state"] + command)
                #expect(outcome.exitCode == 1)
                #expect(outcome.stderr.contains("there is no state at \"omnienv.state.jsonl\""))
            }
            #expect(try world.files() == [])
        }
    }

    @Test func `what was said comes true: adopted again by the manifest, unmanaged without`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            #expect(try await world.apply().exitCode == 0)
            try world.write(Manifest(.env(1, "a")))
            let forgotten = try await world.run(
                ["state", "forget", "base1/env1", "base1/env2", "--auto-approve"]
            )
            #expect(forgotten.stderr.contains("base1/env1: it is in the manifest: where Omni lists"))
            #expect(forgotten.stderr.contains("base1/env2: it is not in the manifest: it becomes unmanaged"))
            _ = await world.requests()
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.requests().writes == [])
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b"]]])
            let plan = try await world.run("plan")
            #expect(plan.stdout.contains("unmanaged environment"))
        }
    }

    @Test func `an unfinished create that Omni does not have is forgotten, and then attached`() async throws {
        try await withWorld(
            Organization.store(),
            faults: ["POST * 1 error-in-200-before"],
            { $0.api.hasList = false }
        ) { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b"))
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 3)
            let listed = try await world.run("state", "list")
            #expect(listed.stdout.contains("UNFINISHED CREATE  CONNECTION\nbase1/env1         c0000000"))
            let forgotten = try await world.run(
                ["state", "forget", "base1/env1", "base1/env2", "--auto-approve"]
            )
            #expect(forgotten.exitCode == 0)
            #expect(forgotten.stderr.contains("base1/env1: this unfinished create is forgotten"))
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `forget waits for whoever holds the lock`() async throws {
        try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.run("apply", "--auto-approve") { _ in
                await world.arrival(of: "PUT", 1)
                let forget = try await world.run(
                    ["state", "forget", "base1/env1", "--auto-approve", "--lock-timeout", "0s"]
                )
                #expect(forget.exitCode == 6)
                world.gate.open()
            }
            #expect(outcome.exitCode == 0)
        }
    }
}
