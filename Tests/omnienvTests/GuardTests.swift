import OmniSandbox
import Testing

@Suite("Guards", .timeLimit(.minutes(5)))
struct GuardTests {
    /// Applies a first manifest, then expects the second one to be refused with `words`, by plan and apply alike.
    private static func expectRefusal(
        from first: Manifest,
        to second: Manifest,
        _ options: [String] = [],
        connections: Int = 5,
        words: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        then test: (World) async throws -> Void = { _ in }
    ) async throws {
        try await withWorld(Organization.store(connections: connections)) { world in
            try world.write(first)
            _ = try await world.apply()
            try world.write(second)
            _ = await world.requests()
            for command in [["plan"], ["apply", "--auto-approve"]] {
                let outcome = try await world.run(command + options)
                #expect(outcome.exitCode == 4, sourceLocation: sourceLocation)
                #expect(outcome.stderr.contains(words), "\(outcome.stderr)", sourceLocation: sourceLocation)
            }
            #expect(await world.requests().writes == [], sourceLocation: sourceLocation)
            #expect(await world.routing() == first.routing, sourceLocation: sourceLocation)
            try await test(world)
        }
    }

    private static func strict(_ environments: Manifest.Environment...) -> Manifest {
        Manifest(bases: .init(1, environments, lines: "isolation: strict"))
    }

    @Test func `strict isolation refuses a value that would pass through the base`() async throws {
        let swapped = Self.strict(.env(1, "b"), .env(2, "a"))
        try await Self.expectRefusal(
            from: Self.strict(.env(1, "a"), .env(2, "b")),
            to: swapped,
            words: #"refused: "base1" has isolation: strict"#
        ) { world in
            try await world.apply("--allow-fallback", "a").expect(exitCode: 4)
            try await world.apply("--allow-fallback", "a", "--allow-fallback", "b").expect(exitCode: 0)
            #expect(await world.routing() == swapped.routing)
        }
    }

    @Test func `the way out can be copied into a shell`() async throws {
        try await Self.expectRefusal(
            from: Self.strict(.env(1, "a", "$HOME it's")),
            to: Self.strict(.env(1, "a")),
            words: #"or --allow-fallback '$HOME it'\''s'"#
        )
    }

    @Test func `strict isolation refuses a value that would be left to the base`() async throws {
        let shorter = Self.strict(.env(1, "a"))
        try await Self.expectRefusal(
            from: Self.strict(.env(1, "a", "b")),
            to: shorter,
            words: #""b" would fall back from "env1" to the base connection"#
        ) { world in
            try await world.apply("--allow-fallback", "all").expect(exitCode: 0)
            #expect(await world.routing() == shorter.routing)
        }
    }

    @Test func `without strict isolation both are only reported`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            _ = try await world.apply()
            try world.write(Manifest(.env(1, "b"), .env(2, "a")))
            let plan = try await world.run("plan").stdout
            #expect(plan.contains("c: env1 → base, falls back to the base connection"))
            #expect(plan.contains("at the base for"))
            try await world.apply().expect(exitCode: 0)
        }
    }

    @Test func `a protected environment is not detached, also when its block is gone`() async throws {
        try await Self.expectRefusal(
            from: Manifest(.env(1, "a"), .env(2, "b", protect: true)),
            to: Manifest(.env(1, "a")),
            ["--prune"],
            words: #"refused: "base1/env2" is protected and would be detached"#
        )
    }

    @Test func `a protected environment is not emptied`() async throws {
        try await Self.expectRefusal(
            from: Manifest(.env(1, "a"), .env(2, "b", protect: true)),
            to: Manifest(.env(1, "a"), .env(2, protect: true)),
            words: #"refused: "base1/env2" is protected and would lose all of its values"#
        )
    }

    @Test(arguments: [
        (
            Manifest(.env(1, "a", "c"), .env(2, "b", protect: true)),
            #"and "c" would be routed to "env1": leave the value"#
        ),
        (
            Manifest(.env(1, "c"), .env(2, "a", "b", protect: true)),
            #"and "c" would be routed to "env1": leave the value"#
        ),
        (
            Manifest(.env(1, "a"), .env(2, "b", protect: true)),
            #"and "c" would be routed to the base connection: leave"#
        ),
        (
            Manifest(.env(1, "a"), .env(3, "b", "c", protect: true)),
            #"and "b", "c" would be routed to "env3": leave the values"#
        ),
    ])
    func `a value of a protected environment reaches no other connection`(_ second: Manifest, _ words: String)
        async throws
    {
        try await Self.expectRefusal(
            from: Manifest(.env(1, "a"), .env(2, "b", "c", protect: true)),
            to: second,
            words: #"refused: "base1/env2" is protected, \#(words)"#
        )
    }

    @Test func `a protected label is not given another connection`() async throws {
        for options in [[], ["--prune"]] {
            try await Self.expectRefusal(
                from: Manifest(.env(1, "a"), .env(2, "b", protect: true)),
                to: Manifest(.env(1, "a"), .env(3, "b", protect: true, label: "env2")),
                options,
                words: """
                    refused: "base1/env2" (Connection 2) is protected, and "b" would be routed to "env2 (Connection 3)": leave \
                    the value there, or first apply it with protect: false and its values as they are
                    """
            )
        }
    }

    @Test func `more than 30 % of ten or more are detached only up to --max-detach`() async throws {
        let ten = Manifest((1...10).map { .env($0, "v\($0)") })
        let six = Manifest((1...6).map { .env($0, "v\($0)") })
        try await Self.expectRefusal(
            from: ten,
            to: six,
            ["--prune"],
            connections: 10,
            words: "refused: 4 of 10 environments would be detached: --max-detach 4 lets it"
        ) { world in
            try await world.apply("--prune", "--max-detach", "3").expect(exitCode: 4)
            try await world.apply("--prune", "--max-detach", "4").expect(exitCode: 0)
            #expect(await world.routing() == six.routing)
        }
    }

    @Test func `30 % of ten are detached without a word`() async throws {
        let seven = Manifest((1...7).map { .env($0, "v\($0)") })
        try await withWorld(Organization.store(connections: 10)) { world in
            try world.write(Manifest((1...10).map { .env($0, "v\($0)") }))
            _ = try await world.apply()
            try world.write(seven)
            try await world.apply("--prune").expect(exitCode: 0)
            #expect(await world.routing() == seven.routing)
        }
    }

    @Test func `an empty list is not believed where the state has environments`() async throws {
        try await withWorld { world in
            let manifest = Manifest(.env(1, "a"))
            try world.write(manifest)
            _ = try await world.apply()
            try await world.sandbox.edit { try $0.detach(1) }
            let state = world.state
            _ = await world.requests()
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 4)
            #expect(outcome.stderr.contains("--accept-empty"))
            #expect(await world.requests().writes == [])
            #expect(world.state == state)
            try await world.apply("--accept-empty").expect(exitCode: 0)
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `a manifest of another instance is refused before anything is asked`() async throws {
        try await withWorld { world in
            try world.write("instance: https://other.omniapp.co\n" + Manifest(.env(1, "a")).text)
            for command in [["plan"], ["apply", "--auto-approve"]] {
                let outcome = try await world.run(command)
                #expect(outcome.exitCode == 4)
                #expect(outcome.stderr.contains("the manifest is for https://other.omniapp.co"))
            }
            #expect(await world.requests().isEmpty)
            #expect(world.state == nil)
        }
    }
}
