import OmniSandbox
import Testing

@Suite("The user attribute of a base", .timeLimit(.minutes(5)))
struct AttributeTests {
    private static func manifest(_ lines: String...) -> Manifest {
        var manifest = Manifest(.env(1, "dev"))
        manifest.bases[0].lines = lines
        return manifest
    }

    private static let environment = manifest("userAttribute: {name: environment, defaultValues: [prod]}")

    @Test func `it is set after the values that it selects are in place`() async throws {
        try await withWorld(Organization.store(attribute: nil)) { world in
            try world.write(Self.environment)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.writes.map { $0.prefix(5) } == ["POST ", "PUT /", "PATCH"])
            #expect(
                requests.writes.last
                    == "PATCH /api/v1/connections/\(Organization.base(1)) "
                    + #"{"environmentUserAttribute":{"attributeName":"environment","defaultValues":["prod"]}}"#
            )
            let expected = Store.RoutingAttribute(name: "environment", defaultValues: ["prod"])
            #expect(await world.sandbox.snapshot().attributes == [Organization.base(1): expected])
            try await world.expectSettled()
        }
    }

    @Test func `it is changed when its name or its default values differ, as sets`() async throws {
        try await withWorld { world in
            try world.write(Self.environment)
            _ = try await world.apply()
            _ = await world.requests()
            try world.write(Self.manifest("userAttribute: {name: environment, defaultValues: [live, prod]}"))
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 5, "PATCH": 1])
            try world.write(Self.manifest("userAttribute: {name: environment, defaultValues: [prod, live]}"))
            try await world.expectSettled()
            try world.write(Self.manifest("userAttribute: {name: tenant, defaultValues: [prod, live]}"))
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.sandbox.snapshot().attributes[Organization.base(1)]?.name == "tenant")
        }
    }

    @Test func `it is left alone when the manifest has stopped naming it, and removed by --prune`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.environment)
            _ = try await world.apply()
            try world.write(Self.manifest())
            try await world.expectSettled(
                end: "Nothing to do. 1 user attribute that the manifest does not name is still set."
            )
            #expect(try await world.run("plan").stdout.contains("orphaned user attribute environment"))
            _ = await world.requests()
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(
                await world.requests().writes == [
                    "PATCH /api/v1/connections/\(Organization.base(1)) "
                        + #"{"environmentUserAttribute":null}"#
                ]
            )
            #expect(await world.sandbox.snapshot().attributes == [:])
            try await world.expectSettled("--prune")
        }
    }

    @Test func `one that the manifest never named is not compared`() async throws {
        var store = Organization.store()
        let theirs = Store.RoutingAttribute(name: "tenant", defaultValues: [])
        try store.setRouting(theirs, of: try Organization.id(Organization.base(1)))
        try await withWorld(store) { world in
            try world.write(Self.manifest())
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.requests().counts["PATCH"] == nil)
            #expect(await world.sandbox.snapshot().attributes == [Organization.base(1): theirs])
        }
    }

    @Test func `values go between the defaults and the environments without a refusal`() async throws {
        let before = Manifest(
            bases: .init(
                1,
                [.env(1, "a"), .env(2, "b")],
                lines: "userAttribute: {name: env, defaultValues: [p]}"
            )
        )
        let after = Manifest(
            bases: .init(
                1,
                [.env(1, "p"), .env(2, "a")],
                lines: "userAttribute: {name: env, defaultValues: [b]}"
            )
        )
        try await withWorld { world in
            try world.write(before)
            _ = try await world.apply()
            try world.write(after)
            _ = await world.requests()
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.refusals == [])
            #expect(requests.counts["PATCH"] == 2)
            #expect(await world.routing() == after.routing)
            #expect(
                await world.sandbox.snapshot().attributes == [
                    Organization.base(1): Store.RoutingAttribute(name: "env", defaultValues: ["b"])
                ]
            )
            try await world.expectSettled()
        }
    }

    @Test func `a strict base refuses another name, and only --allow-fallback all lifts it`() async throws {
        let manifest = { (name: String) in
            Self.manifest("isolation: strict", "allowFallback: [dev, all]", "userAttribute: {name: \(name)}")
        }
        try await withWorld { world in
            try world.write(manifest("environment"))
            #expect(try await world.apply().exitCode == 0)
            try world.write(manifest("tenant"))
            let refused = try await world.run("plan", "--allow-fallback", "dev")
            #expect(refused.exitCode == 4)
            #expect(refused.stdout.contains("    dev: looked up by tenant\n"))
            #expect(
                refused.stderr.contains(#"looked up by the user attribute "tenant" instead of "environment""#)
            )
            #expect(try await world.run("plan", "--allow-fallback", "all").exitCode == 0)
        }
    }

    @Test func `a live default value that the manifest leaves alone is an error that names it`() async throws
    {
        var store = Organization.store()
        let theirs = Store.RoutingAttribute(name: "tenant", defaultValues: ["dev"])
        try store.setRouting(theirs, of: try Organization.id(Organization.base(1)))
        try await withWorld(store) { world in
            var manifest = Manifest(bases: .init(1, [.env(1, "dev")]))
            manifest.bases[0].lines = []
            try world.write(manifest.text + "expectations: {base1: {dev: env1}}\n")
            let outcome = try await world.run("plan")
            #expect(outcome.exitCode == 1)
            #expect(
                outcome.stderr.contains(#"the value "dev" is a default value of the base connection in Omni"#)
            )
        }
    }

    @Test(arguments: ["lost-after", "503-before"])
    func `a PATCH without its answer is sent again`(_ effect: String) async throws {
        try await withWorld(faults: ["PATCH * 1 \(effect)"]) { world in
            try world.write(Self.environment)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts["PATCH"] == 2)
            try await world.expectSettled()
        }
    }

    @Test func `one that does not exist in Omni is an error at its place, and nothing is written`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest("userAttribute: {name: enviroment, defaultValues: []}"))
            let outcome = try await world.run("apply", "--auto-approve")
            #expect(outcome.exitCode == 65)
            #expect(
                outcome.stderr.contains("omnienv.yaml:5:27: error: there is no user attribute \"enviroment\"")
            )
            #expect(outcome.stderr.contains("did you mean \"environment\"?"))
            #expect(await world.requests().writes == [])
        }
    }

    @Test
    func `an id that no connection has is an error at its place, also where it is attached by another id`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.environment)
            #expect(try await world.apply().exitCode == 0)
            _ = await world.requests()
            let slip = Organization.connection(1).replacing("c0000000", with: "c0000001")
            try world.write(Self.environment.text.replacing(Organization.connection(1), with: slip))
            let outcome = try await world.run("apply", "--auto-approve", "--prune")
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.contains("there is no connection \(slip) in Omni"))
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `a token that may not read user attributes plans all the same, and is told`() async throws {
        try await withWorld(faults: ["GET /v1/user-attributes * 403"]) { world in
            try world.write(Self.environment)
            let outcome = try await world.run("plan")
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(outcome.stderr.contains("the token may not read the user attributes"))
        }
    }

}
