import OmniSandbox
import Testing

/// Where a token goes is said by the operator alone. Here the sandbox is the place of somebody who wrote a manifest, or
/// a state, and waits for a token.
@Suite("The address comes from the operator", .timeLimit(.minutes(5)))
struct AddressTests {
    private static let manifest = Manifest(.env(1, "a"))

    /// A world whose manifest names the sandbox, and whose operator names nothing.
    private static func withTrap(test: (World) async throws -> Void) async throws {
        try await withWorld { world in
            try world.write("instance: http://127.0.0.1:\(world.sandbox.port)\n" + manifest.text)
            try await test(world.with("OMNI_BASE_URL", nil))
        }
    }

    @Test(arguments: [
        ["plan"], ["apply", "--auto-approve"], ["drift"], ["graph", "--live"], ["graph", "--changes"],
        ["route", "a", "--live"], ["import", "--all"], ["export"],
    ])
    func `a manifest's instance gets no token`(_ command: [String]) async throws {
        try await Self.withTrap { world in
            let outcome = try await world.run(command)
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains("set OMNI_BASE_URL"))
            #expect(!outcome.everything.contains("127.0.0.1"), "nothing to copy: \(outcome.everything)")
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `doctor asks nothing there either`() async throws {
        try await Self.withTrap { world in
            let outcome = try await world.run("doctor")
            #expect(outcome.exitCode == 1)
            #expect(outcome.stdout.contains("set OMNI_BASE_URL"))
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `a state's instance gets no token`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            try await world.apply().expect(exitCode: 0)
            try world.remove("omnienv.yaml")
            _ = await world.requests()
            let outcome = try await world.with("OMNI_BASE_URL", nil).run("drift")
            #expect(outcome.exitCode == 64)
            #expect(await world.requests().isEmpty)
        }
    }

    /// The variable's token is not that of the default profile.
    @Test func `a token that is not the profile's does not go to the profile's address`() async throws {
        try await Self.withTrap { world in
            let address = "http://127.0.0.1:\(world.sandbox.port)"
            try Self.writeProfile(to: world, endpoint: address)
            try await world.run("plan").expect(exitCode: 64)
            try world.write("other\n", to: "token")
            try await world.run("plan", "--profile", "main", "--token-file", "token").expect(exitCode: 64)
            #expect(await world.requests().isEmpty)
        }
    }

    @Test(arguments: [true, false], [[], ["--profile", "main"]])
    func `a profile's token goes to no other address`(byFlag: Bool, _ options: [String]) async throws {
        try await Self.withTrap { world in
            let trap = "http://127.0.0.1:\(world.sandbox.port)"
            try Self.writeProfile(to: world, endpoint: "https://acme.omniapp.co")
            let bare = world.with("OMNI_API_TOKEN", nil).with("OMNI_BASE_URL", byFlag ? nil : trap)
            let outcome = try await bare.run(["plan"] + options + (byFlag ? ["--base-url", trap] : []))
            #expect(outcome.exitCode == 4)
            #expect(
                outcome.stderr.contains("the token of the profile \"main\" is for https://acme.omniapp.co")
            )
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `a profile's token that has no address goes nowhere`() async throws {
        try await Self.withTrap { world in
            let text = #"{"defaultProfile": "main", "profiles": {"main": {"apiKey": "good"}}}"#
            try world.write(text, to: ".config/omni-cli/config.json")
            let trap = "http://127.0.0.1:\(world.sandbox.port)"
            let bare = world.with("OMNI_API_TOKEN", nil).with("OMNI_BASE_URL", trap)
            try await bare.run("plan").expect(exitCode: 64)
            #expect(await world.requests().isEmpty)
        }
    }

    private static func writeProfile(to world: World, endpoint: String) throws {
        let text = """
            {"defaultProfile": "main", "profiles": {
              "main": {"apiEndpoint": "\(endpoint)", "authMethod": "api-key", "apiKey": "good"}}}
            """
        try world.write(text, to: ".config/omni-cli/config.json")
    }

    @Test func `the manifest has no say in where the state lies`() async throws {
        try await withWorld { world in
            try world.write("state: elsewhere.jsonl\n" + Self.manifest.text)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.contains("has no key \"state\""))
            #expect(try world.files() == ["omnienv.yaml"])
        }
    }

    @Test func `every plan begins with the instance`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let head = "Instance: http://127.0.0.1:\(world.sandbox.port)\n"
            for _ in 1...2 {
                #expect(try await world.run("plan").stdout.hasPrefix(head))
                let comment = try await world.run("plan", "--output", "markdown").stdout
                let lead = "Instance: `http://127.0.0.1:\(world.sandbox.port)`"
                #expect(comment.split(separator: "\n").dropFirst(2).first == lead[...])
                let document = try await world.run("plan", "--output", "json").document()
                #expect(document.instance == "http://127.0.0.1:\(world.sandbox.port)")
                #expect(try await world.apply().stdout.hasPrefix(head))
            }
        }
    }

    @Test func `a plan that is made offline says who names the instance`() async throws {
        try await Self.withTrap { world in
            let address = "Instance: http://127.0.0.1:\(world.sandbox.port)"
            let named = try await world.run("plan", "--offline")
            #expect(named.stdout.hasPrefix("\(address) (the manifest names it; nothing was asked there)\n"))
            try await world.apply("--base-url", String(address.dropFirst(10))).expect(exitCode: 0)
            try world.write(Self.manifest)
            let recorded = try await world.run("plan", "--offline")
            #expect(recorded.stdout.hasPrefix("\(address) (the state names it; nothing was asked there)\n"))
            try world.remove(World.stateFile)
            let unknown = try await world.run("plan", "--offline")
            #expect(unknown.stdout.hasPrefix("Planned from the cached state"))
            #expect(!unknown.stdout.contains("Plan digest"))
        }
    }
}
