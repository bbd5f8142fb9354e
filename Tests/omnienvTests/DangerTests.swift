import OmniSandbox
import Testing

/// What a plan of somebody who wants to hide a change shows.
@Suite("A plan goes from danger to none", .timeLimit(.minutes(5)))
struct DangerTests {
    /// Applies `first` to connections of which there are `count`, and plans `second`.
    private static func withPlan(
        from first: Manifest,
        to second: Manifest,
        bases: Int = 1,
        connections count: Int = 5,
        test: (World) async throws -> Void
    ) async throws {
        try await withWorld(Organization.store(bases: bases, connections: count)) { world in
            try world.write(first)
            try await world.apply("--quiet").expect(exitCode: 0)
            try world.write(second)
            try await test(world)
        }
    }

    /// The texts stand in the result in that order.
    private static func expect(
        _ texts: [String],
        in result: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var rest = result[...]
        for text in texts {
            guard let place = rest.firstRange(of: text) else {
                Issue.record(
                    "\(text) is missing behind the others in \(result)",
                    sourceLocation: sourceLocation
                )
                return
            }
            rest = rest[place.upperBound...]
        }
    }

    @Test func `values new to the routing never hide one that was routed`() async throws {
        let padding = (0..<400).map { "aaa\($0)" }
        var second = Manifest(.env(1), .env(2, "zzz", "zz0"))
        second.bases[0].environments += (0..<20).map { index in
            .init(connection: index + 3, values: Array(padding[index * 20..<index * 20 + 20]))
        }
        let first = Manifest(.env(1, "zzz", "zz1"), .env(2, "zz0"))
        try await Self.withPlan(from: first, to: second, connections: 22) { world in
            let plan = try await world.run("plan").stdout
            Self.expect(
                ["zz1: env1 → base, falls back", "zzz: env1 → env2", "zzz: at the base for", "aaa0"],
                in: plan
            )
            #expect(plan.contains("more"))
            #expect(plan.split(separator: "\n").count < 60)
        }
    }

    @Test func `every value that moves is named, whatever the length`() async throws {
        let values = (0..<300).map { "tenant\($0)" }
        let first = Manifest(.init(connection: 1, values: values), .env(2))
        let second = Manifest(.env(1), .init(connection: 2, values: values.dropLast(100)))
        try await Self.withPlan(from: first, to: second) { world in
            let plan = try await world.run("plan").stdout
            let named = Set(plan.split { !$0.isLetter && !$0.isNumber }.map(String.init))
            #expect(values.allSatisfy(named.contains))
        }
    }

    @Test(arguments: [2, 30])
    func `of several bases the most dangerous change comes first`(_ padding: Int) async throws {
        let others = (4..<4 + padding).map { Manifest.Base($0, [.env($0 * 10, "n\($0)")]) }
        var first = Manifest(
            bases: .init(1, [.env(1, "a")]),
            .init(2, [.env(2, "b", "c")]),
            .init(3, [.env(3, "d"), .env(4)])
        )
        first.bases += others
        var second = Manifest(
            bases: .init(1, [.env(1, "a", "new")]),
            .init(2, [.env(2, "b")]),
            .init(3, [.env(3), .env(4, "d")])
        )
        second.bases += others.map { base in
            var base = base
            base.environments[0].values.append("m\(base.number)")
            return base
        }
        let connections = (4 + padding) * 10
        try await Self.withPlan(from: first, to: second, bases: 4 + padding, connections: connections) {
            world in
            let order = [
                "c: env2 → base, falls back", "d: env3 → env4", "d: at the base for", "new: base → env1",
            ]
            Self.expect(order, in: try await world.run("plan").stdout)
            let document = try await world.run("plan", "--output", "json").document()
            #expect(document.bases?.prefix(3).map(\.label) == ["base2", "base3", "base1"])
        }
    }

    @Test func `moves are in that order in JSON too`() async throws {
        let first = Manifest(.env(1, "b", "c"), .env(2))
        let second = Manifest(.env(1), .env(2, "a", "b"))
        try await Self.withPlan(from: first, to: second) { world in
            let document = try await world.run("plan", "--output", "json").document()
            #expect(document.bases?[0].routing?.moves.map(\.value) == ["c", "b", "a"])
        }
    }

    @Test func `what is detached is named where requests are folded`() async throws {
        let rest = (10..<60).map { Manifest.Environment(connection: $0, values: ["v\($0)"]) }
        let first = Manifest([.env(1)] + rest)
        let second = Manifest(
            rest.map { .init(connection: $0.connection, values: ["n\($0.connection)"] + $0.values) }
        )
        try await Self.withPlan(from: first, to: second, connections: 60) { world in
            let plan = try await world.run("plan", "--prune").stdout
            #expect(plan.contains("51 requests, detaching env1 (--verbose lists all)"))
        }
    }
}

@Suite("Guards that a plan lifts", .timeLimit(.minutes(5)))
struct LiftedGuardTests {
    private static let options = [
        "--prune", "--max-detach", "7", "--accept-empty", "--allow-fallback", "x", "--allow-fallback", "b",
    ]

    @Test func `those of the command line stand in the first lines`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            let text = """
                Instance: http://127.0.0.1:\(world.sandbox.port)
                Guards that do not hold:
                  --prune: what has left the manifest is detached
                  --max-detach 7: so many environments may be detached
                  --accept-empty: an empty list of environments is believed
                  --allow-fallback: b, x may fall back to a base with isolation: strict


                """
            #expect(try await world.run(["plan"] + Self.options).stdout.hasPrefix(text))
            let comment = try await world.run(["plan", "--output", "markdown"] + Self.options).stdout
            let guards = text.split(separator: "\n").dropFirst(2).map { $0.dropFirst(2) }
            #expect(
                comment.contains(
                    "**Guards that do not hold**\n\n```text\n\(guards.joined(separator: "\n"))\n```\n"
                )
            )
            let document = try await world.run(["plan", "--output", "json"] + Self.options).document()
            #expect(
                document.liftedGuards?.map(\.guard) == [
                    "prune", "max_detach", "accept_empty", "allow_fallback",
                ]
            )
            #expect(document.liftedGuards?.last?.values == ["b", "x"])
        }
    }

    @Test func `so do isolation and protection that the manifest takes back`() async throws {
        try await withWorld { world in
            let strict = Manifest(
                bases: .init(1, [.env(1, "a"), .env(2, "b", protect: true)], lines: "isolation: strict")
            )
            try world.write(strict)
            try await world.apply().expect(exitCode: 0)
            try world.write(Manifest(.env(1), .env(2, "b", "a")))
            let outcome = try await world.run("plan")
            #expect(outcome.exitCode == 0)
            #expect(
                outcome.stdout.contains(
                    """
                    Guards that do not hold:
                      isolation of base1: strict at the last apply, report in the manifest
                      protection of base1/env2: protected at the last apply, no longer in the manifest

                    """
                )
            )
            #expect(outcome.stdout.contains("    unprotect env2: the next apply lifts its protection"))
            try await world.apply().expect(exitCode: 0)
            #expect(try await !world.run("plan").stdout.contains("Guards"))
        }
    }

    /// Lifts the protection of the second environment and does something to its values in one manifest.
    @Test(arguments: [
        Manifest(.env(1, "a"), .env(2)), Manifest(.env(1, "a"), .env(2, "c")),
        Manifest(.env(1, "a", "b"), .env(2, "c")), Manifest(.env(1, "b"), .env(2, "a", "c")),
        Manifest(.env(1, "b", "c"), .env(2, "a")),
    ])
    func `what the state protects is protected in the plan that lifts it`(_ second: Manifest) async throws {
        try await withWorld { world in
            let first = Manifest(.env(1, "a"), .env(2, "b", "c", protect: true))
            try world.write(first)
            try await world.apply().expect(exitCode: 0)
            try world.write(second)
            _ = await world.requests()
            for command in [["plan"], ["apply", "--auto-approve"]] {
                let outcome = try await world.run(command)
                #expect(outcome.exitCode == 4)
                #expect(
                    outcome.stderr.contains(
                        "refused: \"base1/env2\" is protected until the plan that lifts it"
                    )
                )
            }
            #expect(await world.requests().writes == [])
            #expect(await world.routing() == first.routing)
            try world.write(Manifest(.env(1, "a"), .env(2, "b", "c")))
            let lifting = try await world.run("plan").stdout
            #expect(lifting.contains("  Routing\n    unprotect env2: the next apply lifts its protection"))
            try await world.apply().expect(exitCode: 0)
            try world.write(second)
            try await world.apply().expect(exitCode: 0)
            #expect(await world.routing() == second.routing)
        }
    }

    @Test func `a protected environment that leaves the manifest is told as such`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b", protect: true)))
            try await world.apply().expect(exitCode: 0)
            try world.write(Manifest(.env(1, "a")))
            try await world.apply("--prune").expect(exitCode: 4)
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b"]]])
        }
    }
}
