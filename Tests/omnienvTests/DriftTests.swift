import Foundation
import OmniSandbox
import Testing

@Suite("Drift", .timeLimit(.minutes(5)))
struct DriftTests {
    private static let manifest: Manifest = {
        var manifest = Manifest(.env(1, "a"), .env(2, "b"))
        manifest.bases[0].lines = ["userAttribute: {name: environment, defaultValues: [prod]}"]
        return manifest
    }()

    /// A world in which the manifest has been applied.
    private static func withApplied(
        _ store: Store = Organization.store(),
        hasList: Bool = true,
        test: (World) async throws -> Void
    ) async throws {
        try await withWorld(store, { $0.api.hasList = hasList }) { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            _ = await world.requests()
            try await test(world)
            #expect(await world.requests().writes == [])
        }
    }

    private static let head = "base1  \(Organization.base(1)) (Base 1)\n"

    @Test func `right after an apply there is none, and two reads tell so`() async throws {
        try await Self.withApplied { world in
            let found = try await world.run("drift")
            #expect(
                found == Outcome(exitCode: 0, stdout: "No drift. Omni is as the last apply left it.\n")
            )
            #expect(
                await world.requests().reads.sorted() == [
                    "GET /api/v1/connection-environments", "GET /api/v1/connections?includeDeleted=true",
                ]
            )
        }
    }

    @Test func `in the first night it is quiet about what the first apply saw and left alone`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a"], 4: ["z"]])
        try await Self.withApplied(store) { world in
            let quiet = try await world.run("drift")
            #expect(
                quiet == Outcome(exitCode: 0, stdout: "No drift. Omni is as the last apply left it.\n")
            )
            try await world.sandbox.edit { try $0.change(4, ["z", "y"]) }
            let changed = try await world.run("drift")
            changed.expect(exitCode: 2)
            #expect(changed.stdout.contains(Organization.connection(4)))
            #expect(try await world.apply().exitCode == 0)
            #expect(try await world.run("drift").exitCode == 0)
            _ = await world.requests()
        }
    }

    @Test func `values that somebody set in Omni are named one by one`() async throws {
        try await Self.withApplied { world in
            try await world.sandbox.edit { try $0.change(1, ["x", "y"]) }
            let found = try await world.run("drift")
            #expect(
                found
                    == Outcome(
                        exitCode: 2,
                        stdout: Self.head + """
                              ~ env1: has x, y  (changed outside)
                                  - a: taken away outside
                                  + x: added outside
                                  + y: added outside

                            Drift: 1 changed outside, 0 changed here and outside.

                            """
                    )
            )
        }
    }

    @Test func `environments that somebody attached or detached are told`() async throws {
        try await Self.withApplied { world in
            try await world.sandbox.edit { try $0.detach(2) }
            try await world.sandbox.edit { try $0.attach([4: ["z"]]) }
            let found = try await world.run("drift")
            #expect(
                found
                    == Outcome(
                        exitCode: 2,
                        stdout: Self.head + """
                              - env2: detached; it had b  (changed outside)
                              + connection \(Organization.connection(4)) (Connection 4): attached, with z; neither \
                            manifest nor state has it  (changed outside)

                            Drift: 2 changed outside, 0 changed here and outside.

                            """
                    )
            )
        }
    }

    @Test func `the user attribute that somebody set is told`() async throws {
        try await Self.withApplied { world in
            let theirs = Store.RoutingAttribute(name: "tenant", defaultValues: ["prod"])
            try await world.sandbox.edit { store in
                try store.setRouting(theirs, of: Organization.id(Organization.base(1)))
            }
            let outcome = try await world.run("drift")
            #expect(outcome.exitCode == 2)
            #expect(
                outcome.stdout.contains(
                    "  ~ user attribute: tenant, default values prod; the last apply left environment, "
                        + "default values prod  (changed outside)\n"
                )
            )
        }
    }

    @Test func `connections that were renamed or deleted are told`() async throws {
        let named = """
            version: 1
            baseConnections:
              base1:
                connection: \(Organization.base(1))
                environments:
                  env1: {connection: Connection 1, userAttributeValues: [a]}
                  env2: {connection: Connection 2, userAttributeValues: [b]}
            """
        try await withWorld { world in
            try world.write(named)
            #expect(try await world.apply().exitCode == 0)
            _ = await world.requests()
            try await world.sandbox.edit { store in
                let id = try Organization.id(Organization.connection(2))
                try store.deleteConnection(id, at: "2026-01-01T00:00:00Z")
            }
            try await world.sandbox.rename(1, "EU")
            let outcome = try await world.run("drift")
            #expect(outcome.exitCode == 2)
            #expect(
                outcome.stdout.hasSuffix(
                    """
                    Connections
                      ~ \(Organization.connection(1)): renamed from "Connection 1" to "EU"; write the new name or \
                    the id  (changed outside)
                      - \(Organization.connection(2)): deleted; it was called "Connection 2"  (changed outside)

                    Drift: 3 changed outside, 0 changed here and outside.

                    """
                ),
                "\(outcome.everything)"
            )
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `pending edits alone are no drift`() async throws {
        try await Self.withApplied { world in
            try world.write(Manifest(.env(1, "a", "c"), .env(3, "new")))
            let outcome = try await world.run("drift")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stderr == "")
            #expect(
                outcome.stdout.hasSuffix(
                    "\n\nNo drift. Omni is as the last apply left it. Pending: 4, which omnienv plan shows.\n"
                )
            )
            #expect(outcome.stdout.contains("      + c: pending, the manifest adds it\n"))
            #expect(outcome.stdout.contains("  + env3: not attached yet; to have new  (pending)\n"))
            #expect(outcome.stdout.contains("  - env2: no longer in the manifest; it has b  (pending)\n"))
        }
    }

    @Test func `an edit here and outside is both, and plan says so too`() async throws {
        try await Self.withApplied { world in
            try await world.sandbox.edit { try $0.change(1, ["x"]) }
            try await world.sandbox.edit { try $0.detach(2) }
            try await world.sandbox.edit { store in
                try store.setRouting(nil, of: Organization.id(Organization.base(1)))
            }
            var edited = Manifest(.env(1, "a", "c"), .env(2, "b"), .env(3))
            edited.bases[0].lines = ["userAttribute: {name: tenant}"]
            try world.write(edited)
            let drift = try await world.run("drift", "--output", "json")
            #expect(drift.exitCode == 2)
            let document = try JSONDecoder().decode(DriftSummary.self, from: Data(drift.stdout.utf8))
            #expect(document.summary == ["drift": 1, "both": 2, "pending": 1, "cut_off": 0])
            let plan = try await world.run("plan")
            #expect(plan.stdout.contains("+ POST   attach env2, env3  (changed outside: env2)\n"))
            #expect(plan.stdout.contains("~ PUT    env1: add a, c, drop x  (changed here and outside)\n"))
            #expect(plan.stdout.contains("+ PUT    env2: values b  (changed outside)\n"))
            #expect(plan.stdout.contains("~ PATCH  user attribute tenant  (changed here and outside)\n"))
            let markdown = try await world.run("plan", "--output", "markdown")
            #expect(markdown.stdout.contains("user attribute tenant  (changed here and outside)\n"))
            let changes = try await world.run("plan", "--output", "json").document().bases?.flatMap(\.changes)
            #expect(changes?.map(\.cause) == ["both", "drift", "pending", "both"])
        }
    }

    @Test func `without a manifest the state is compared`() async throws {
        try await Self.withApplied { world in
            try world.remove("omnienv.yaml")
            #expect(try await world.run("drift").exitCode == 0)
            try await world.sandbox.edit { try $0.change(1, ["x"]) }
            #expect(try await world.run("drift").exitCode == 2)
            #expect(try await world.run("drift", "-f", "omnienv.yaml").exitCode == 65)
        }
    }

    @Test func `without a state the manifest is compared, and without both there is nothing`() async throws {
        try await Self.withApplied { world in
            try world.remove(World.stateFile)
            let found = try await world.run("drift")
            #expect(
                found
                    == Outcome(
                        exitCode: 0,
                        stdout: """
                            There is no state yet: Omni is compared with the manifest.

                            No drift. Omni matches the manifest.

                            """
                    )
            )
            try await world.sandbox.edit { try $0.detach(2) }
            let outcome = try await world.run("drift")
            #expect(outcome.exitCode == 2)
            #expect(outcome.stdout.contains("  - env2: not attached; the manifest has b\n"))
            #expect(outcome.stdout.hasSuffix("Drift: Omni differs from the manifest in 1 place.\n"))
            try world.remove("omnienv.yaml")
            let nothing = try await world.run("drift")
            #expect(nothing.exitCode == 65)
            #expect(nothing.stderr.contains("there is neither a manifest \"omnienv.yaml\" nor a state"))
        }
    }

    @Test func `an instance without a list shows attributes and connections alone`() async throws {
        try await Self.withApplied(hasList: false) { world in
            try await world.sandbox.edit { try $0.change(1, ["x"]) }
            let outcome = try await world.run("drift")
            #expect(outcome.exitCode == 0)
            #expect(
                outcome.stdout.hasPrefix("This instance has no list of environments, so that what others")
            )
            try await world.sandbox.edit { store in
                try store.setRouting(nil, of: Organization.id(Organization.base(1)))
            }
            #expect(try await world.run("drift").exitCode == 2)
        }
    }

    @Test func `what cannot be believed is refused`() async throws {
        try await Self.withApplied { world in
            for number in [1, 2] { try await world.sandbox.edit { try $0.detach(number) } }
            let empty = try await world.run("drift")
            #expect(empty.exitCode == 4)
            #expect(empty.stderr.contains("--accept-empty"))
            #expect(try await world.run("drift", "--accept-empty").exitCode == 2)
            await world.sandbox.script(try Fault(parsing: "GET /v1/connection-environments * 403-before"))
            let refused = try await world.run("drift")
            #expect(refused.exitCode == 5)
            #expect(refused.stdout == "")
        }
    }

    @Test func `a base that is missing from the list as a whole is worth a warning`() async throws {
        try await Self.withApplied(Organization.store(bases: 2)) { world in
            for number in [1, 2] { try await world.sandbox.edit { try $0.detach(number) } }
            try await world.sandbox.edit { try $0.attach([3: []], to: 2) }
            for command in ["drift", "plan"] {
                let outcome = try await world.run(command)
                #expect(
                    outcome.stderr.hasPrefix("warning: Omni lists none of the 2 environments that the state")
                )
            }
        }
    }

    @Test func `another instance's state is refused, and so is an unknown target`() async throws {
        try await Self.withApplied { world in
            let state = try #require(world.state).replacing("http://127.0.0.1", with: "http://127.0.0.2")
            try world.write(state, to: World.stateFile)
            #expect(try await world.run("drift").exitCode == 4)
            #expect(try await world.run("drift", "--target", "nowhere").exitCode == 4)
            try world.remove(World.stateFile)
            #expect(try await world.run("drift", "--target", "nowhere").exitCode == 64)
            #expect(try await world.run("drift", "--target", "base1").exitCode == 0)
        }
    }
}

private struct DriftSummary: Decodable {
    let summary: [String: Int]
}

extension Sandbox {
    /// Gives a connection of `Organization` another name.
    fileprivate func rename(_ connection: Int, _ name: String) async throws {
        let id = try Organization.id(Organization.connection(connection))
        try await edit { try $0.renameConnection(id, to: name) }
    }
}
