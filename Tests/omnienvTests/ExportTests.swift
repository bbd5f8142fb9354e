import OmniSandbox
import Testing

@Suite("Export, and the way in for what is there already", .timeLimit(.minutes(2)))
struct ExportTests {
    private static let awkward = [
        "plain", "no", "Yes", "null", "~", "007", "1.10", "1e3", "0x1F", "1:30", "2024-01-01", "42nd street",
        "<<", "=", "a:b", "a: b", "ends:", "#first", "a #b", "a#b", "- dash", "? ask", "[list]", "{map}",
        "&anchor",
        "*alias", "!tag", "|", ">", "%", "@at", "`tick`", "'single'", "it's", "say \"hi\"", "back\\slash",
        "💾",
        "👩‍💻", "caf\u{E9}", "日本語", "Snowflake (EU)", "tab\u{9}bed", "two\nlines", "base", "a/b", "a-b",
    ]

    private static func name(_ number: Int) -> String {
        number < awkward.count ? awkward[number] : "Connection \(number % 190)"
    }

    /// Three bases with 200 environments, called and valued in every way that text can be awkward.
    private static func store() throws -> Store {
        let bases = zip(1..., ["base", "no: \"1\" #2 🦄", "a/b"]).compactMap { number, name in
            Organization.connection(Organization.base(number), name: name)
        }
        let others = (0..<200).compactMap { number in
            Organization.connection(Organization.connection(number + 1), name: name(number))
        }
        let id = try Organization.id("a0000000-0000-4000-8000-000000000001")
        let tenant = Store.UserAttribute(id: id, name: "tenant: no", label: "Tenant")
        var store = Store(connections: bases + others, userAttributes: [tenant])
        for number in 0..<200 {
            let name = name(number)
            let isValue = !name.contains("\n") && !name.contains("\u{9}")
            let values =
                number % 7 == 3 ? [] : ["v\(number)"] + (isValue && number < awkward.count ? [name] : [])
            try store.attach([number + 1: values], to: number % 3 + 1)
        }
        for number in [1, 2] {
            let attribute = Store.RoutingAttribute(name: "tenant: no", defaultValues: ["007", "prod"])
            if number == 2 { try store.setRouting(attribute, of: Organization.id(Organization.base(number))) }
        }
        return store
    }

    @Test func `200 environments are exported, valid, planned empty and adopted without a write`()
        async throws
    {
        try await withWorld(try Self.store()) { world in
            let before = await world.sandbox.store()
            let exported = try await world.run("export", "--out", "omnienv.yaml")
            #expect(exported.exitCode == 0, "\(exported.stderr)")
            #expect(exported.stdout == "")
            #expect(exported.stderr.contains("exported 3 base connections with 200 environments"))
            #expect(await world.requests().counts == ["GET": 2])

            let validated = try await world.run("validate")
            #expect(validated.exitCode == 0)
            #expect(validated.stdout.contains("3 base connections, 200 environments"))
            let plan = try await world.run("plan", "--detailed-exitcode", "--output", "json")
            #expect(plan.exitCode == 0, "\(plan.stderr)")
            let changes = try plan.document().bases?.flatMap(\.changes) ?? []
            #expect(changes.count == 200)
            #expect(changes.allSatisfy { $0.action == "adopt" })

            let applied = try await world.apply()
            #expect(applied.exitCode == 0, "\(applied.everything)")
            #expect(await world.requests().writes == [])
            #expect(await world.sandbox.store() == before)
            let drift = try await world.run("drift")
            #expect(drift == Outcome(exitCode: 0, stdout: "No drift. Omni is as the last apply left it.\n"))
        }
    }

    @Test func `what a manifest cannot say is left out with a warning, and left alone`() async throws {
        var store = Organization.store()
        store.sharesDefaults = false
        try store.attach([1: ["a"], 2: ["x,y"], 3: [" edge"], 4: ["prod"]])
        let attribute = Store.RoutingAttribute(name: "environment", defaultValues: ["prod"])
        try store.setRouting(attribute, of: Organization.id(Organization.base(1)))
        try await withWorld(store) { world in
            let before = await world.sandbox.store()
            let exported = try await world.run("export")
            #expect(exported.exitCode == 0)
            for words in [
                "warning: The environment of the connection \(Organization.connection(3)) (Connection 3)",
                #"value " edge" begins or ends with white space"#,
                #"its default value "prod" is also held"#,
                #"Omni lists "x,y" as one value of the environment of the connection"#,
            ] {
                #expect(exported.stderr.contains(words), "\(exported.stderr)")
            }
            // A text with a comma stands for its parts, as everywhere.
            #expect(exported.stdout.contains(#"userAttributeValues: [x, "y"]"#))
            try world.write(exported.stdout)
            #expect(try await world.run("plan", "--detailed-exitcode").exitCode == 0)
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.requests().writes == [])
            #expect(await world.sandbox.store() == before)
        }
    }

    @Test func `one base is chosen, and an existing file is never overwritten`() async throws {
        var store = Organization.store(bases: 2, attribute: nil)
        try store.attach([1: ["a"]])
        try store.attach([2: ["b"]], to: 2)
        try await withWorld(store) { world in
            let one = try await world.run("export", "--base", "Base 2", "-q")
            #expect(
                one.stderr
                    == "warning: \"Base 2\" has no user attribute: nobody is routed to its environments.\n"
            )
            #expect(one.stdout.contains(Organization.base(2)) && !one.stdout.contains(Organization.base(1)))
            #expect(try await world.run("export", "--base", "Base 3").exitCode == 64)
            try world.write("mine\n")
            _ = await world.requests()
            let refused = try await world.run("export", "--out", "omnienv.yaml")
            #expect(refused.exitCode == 1)
            #expect(refused.stderr.contains("\"omnienv.yaml\" exists already"))
            #expect(world.text(of: "omnienv.yaml") == "mine\n")
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `there is nothing to export without a list, or without environments`() async throws {
        try await withWorld(Organization.store(), { $0.api.hasList = false }) { world in
            let outcome = try await world.run("export")
            #expect(outcome.exitCode == 1)
            #expect(outcome.stderr.contains("this instance has no list of environments"))
        }
        try await withWorld(Organization.store(attribute: nil)) { world in
            let outcome = try await world.run("export")
            #expect(outcome.exitCode == 1)
            #expect(outcome.stdout == "")
        }
    }
}
