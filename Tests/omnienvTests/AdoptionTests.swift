import OmniSandbox
import Testing

@Suite("import --all", .timeLimit(.minutes(5)))
struct AdoptionTests {
    @Test func `every match is recorded, the rest is told, and Omni is not written to`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: ["old"], 4: ["theirs"]])
        let attribute = Store.RoutingAttribute(name: "environment", defaultValues: ["prod"])
        try store.setRouting(attribute, of: Organization.id(Organization.base(1)))
        try await withWorld(store) { world in
            var manifest = Manifest(.env(1, "a"), .env(2, "new"), .env(3, "c"))
            manifest.bases[0].lines = ["userAttribute: {name: environment, defaultValues: [prod]}"]
            try world.write(manifest)
            let before = await world.sandbox.store()
            let outcome = try await world.run("import", "--all")
            let ids = [await world.environment(1) ?? "", await world.environment(2) ?? ""]
            #expect(
                outcome
                    == Outcome(
                        exitCode: 0,
                        stdout: """
                            Recorded:
                              base1/env1  \(ids[0])
                              base1/env2  \(ids[1])
                              base1: user attribute environment

                            Not in Omni, so that the next apply attaches them:
                              base1/env3

                            Different in Omni, so that the next apply changes them:
                              base1/env2 has old instead of new

                            Recorded 2 environments and 1 user attribute; Omni is as it was.

                            """
                    )
            )
            #expect(await world.requests().counts == ["GET": 3])
            #expect(await world.sandbox.store() == before)
            let list = try await world.run("state", "list").stdout
            #expect(
                list.contains("base1/env1") && list.contains("base1/env2") && !list.contains("base1/env3")
            )
            let again = try await world.run("import", "--all")
            #expect(
                again.stdout.hasSuffix("Recorded 0 environments and 0 user attributes; Omni is as it was.\n")
            )
        }
    }

    @Test func `a value that an unmanaged environment holds is no obstacle`() async throws {
        var store = Organization.store()
        try store.attach([1: [], 4: ["a"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a")))
            #expect(try await world.run("plan").exitCode == 1)
            #expect(try await world.run("import", "--all").exitCode == 0)
            #expect(world.state?.contains("base1/env1") == true)
        }
    }

    @Test func `an empty list is not believed where the state has environments`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            #expect(try await world.apply().exitCode == 0)
            try await world.sandbox.edit { try $0.detach(1) }
            let state = world.state
            #expect(try await world.run("import", "--all").exitCode == 4)
            #expect(world.state == state)
            #expect(try await world.run("import", "--all", "--accept-empty").exitCode == 0)
        }
    }

    @Test func `without a list it names the way that there is`() async throws {
        try await withWorld(Organization.store(), { $0.api.hasList = false }) { world in
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.run("import", "--all")
            #expect(outcome.exitCode == 1)
            #expect(outcome.stderr.contains("omnienv import ADDRESS <environment id>"))
            #expect(world.state == nil)
        }
    }

    @Test(arguments: [
        [], ["base1/env1"], ["--all", "base1/env1"], ["base1/env1", "id", "--target", "base1"],
    ])
    func `either an address with its id, or all`(_ arguments: [String]) async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            #expect(try await world.run(["import"] + arguments).exitCode == 64)
            #expect(await world.requests().isEmpty)
        }
    }
}
