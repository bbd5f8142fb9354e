import OmniSandbox
import Testing

@Suite("Doctor", .timeLimit(.minutes(5)))
struct DoctorTests {
    private static let attribute = "userAttribute: {name: environment, defaultValues: [prod]}"

    private static func manifest(_ line: String = attribute) -> Manifest {
        var manifest = Manifest(.env(1, "a"), .env(2, "b"))
        manifest.bases[0].lines = [line]
        return manifest
    }

    /// An organization that defines the attribute, with one value for each user.
    private static func store(_ change: (inout [Store.Connection]) -> Void = { _ in }) throws -> Store {
        var environment = Store.UserAttribute(
            id: try Organization.id("00000000-0000-4000-8000-00000000000a"),
            name: "environment",
            label: "Environment"
        )
        environment.allowsMultipleValues = false
        var connections = Organization.store().connections
        change(&connections)
        return Store(connections: connections, userAttributes: [environment])
    }

    private static func ok(_ world: World) -> [String] {
        [
            "ok       instance: http://127.0.0.1:\(world.sandbox.port) answers",
            "ok       token: accepted, from OMNI_API_TOKEN, and may read the connections",
            "ok       environments: may be listed; this organization has 0",
            "ok       user attributes: 1 defined",
            "ok       endpoints: the instance's specification has all that changes are made with",
            "ok       base1: the base connection \"Base 1\" and the connections of 2 environments exist, all snowflake",
            "ok       base1: the user attribute \"environment\" exists",
            "ok       manifest: valid, with 1 base connection and 2 environments",
            "ok       state: there is none at \"omnienv.state.jsonl\" yet; the first apply makes it",
            "ok       lock: free", "", "All is well.", "",
        ]
    }

    /// The lines that are not ok, and how it ended.
    private func complaints(
        _ world: World,
        _ arguments: String...
    ) async throws -> (lines: [String], outcome: Outcome) {
        let outcome = try await world.run(["doctor"] + arguments)
        let lines = outcome.stdout.split(separator: "\n").map(String.init)
        return (lines.filter { $0.hasPrefix("failed") || $0.hasPrefix("warning") }, outcome)
    }

    @Test func `all is well, in four reads`() async throws {
        try await withWorld(try Self.store()) { world in
            try world.write(Self.manifest())
            let outcome = try await world.run("doctor")
            #expect(outcome.stdout == Self.ok(world).joined(separator: "\n"))
            #expect(outcome.exitCode == 0)
            #expect(outcome.stderr == "")
            #expect(
                await world.requests().reads.sorted() == [
                    "GET /api/v1/connection-environments", "GET /api/v1/connections?includeDeleted=true",
                    "GET /api/v1/user-attributes", "GET /openapi.json",
                ]
            )
            #expect(try world.files() == ["omnienv.yaml"])
            #expect(try await world.apply().exitCode == 0)
            let applied = try await complaints(world)
            #expect(applied.lines == [])
            #expect(applied.outcome.stdout.contains("\"omnienv.state.jsonl\" is sound, with 2 environments"))
        }
    }

    @Test func `a token that Omni does not accept ends it after one read`() async throws {
        try await withWorld(try Self.store(), { $0.api.tokens = ["good": .admin] }) { world in
            try world.write(Self.manifest())
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 5)
            #expect(lines.count == 2)
            #expect(lines.first?.hasPrefix("failed   token: GET /v1/connections") == true)
            #expect(lines.first?.hasSuffix("set OMNI_API_TOKEN or give --token-file for another") == true)
            #expect(lines.last?.hasPrefix("warning  manifest: not compared") == true)
            #expect(await world.requests().count == 1)
            let none = try await complaints(world.with("OMNI_API_TOKEN", nil))
            #expect(none.outcome.exitCode == 5)
            #expect(
                none.lines == [
                    "failed   token: no API token is given: set OMNI_API_TOKEN, or give --token-file or --profile"
                ]
            )
        }
    }

    @Test func `a token without rights is told from one that is not accepted`() async throws {
        try await withWorld(try Self.store(), { $0.api.tokens = [World.token: .none] }) { world in
            try world.write(Self.manifest())
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 5)
            #expect(
                lines == [
                    "failed   environments: GET /v1/connection-environments: permission denied (403): Permission denied; the token needs to be an organization admin's, or a connection admin's of the base connection",
                    "warning  user attributes: only an organization admin may read them, so that none can be checked",
                ]
            )
        }
    }

    @Test func `an instance without a list is a warning`() async throws {
        try await withWorld(try Self.store(), { $0.api.hasList = false }) { world in
            try world.write(Self.manifest())
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 0)
            #expect(
                lines == [
                    "warning  environments: this instance has no list of environments, so that what others change is not seen, and only the state knows the ids: back the state up, or keep it in a shared store"
                ]
            )
        }
    }

    @Test func `an endpoint that the instance's specification lacks is a warning`() async throws {
        try await withWorld(try Self.store(), { $0.api.canDetach = false }) { world in
            try world.write(Self.manifest())
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 0)
            #expect(
                lines == [
                    "warning  endpoints: the instance's specification lacks DELETE /v1/connection-environments/:id: no environment can be detached"
                ]
            )
        }
    }

    @Test(arguments: ["garbage", "404", "401"])
    func `an instance without a specification that can be read has failed in nothing`(_ answer: String)
        async throws
    {
        let isMissing = answer == "404"
        let faults = isMissing ? [] : ["GET /openapi.json 1 \(answer == "401" ? "401-before" : answer)"]
        try await withWorld(try Self.store(), faults: faults, { $0.api.hasSpecification = !isMissing }) {
            world in
            try world.write(Self.manifest())
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 0)
            #expect(lines == [])
            #expect(outcome.stdout.contains("ok       endpoints: the instance shows no specification"))
            #expect(await world.requests().reads.count == 4)
        }
    }

    @Test func `a specification that is not answered in one attempt is a warning`() async throws {
        try await withWorld(try Self.store(), faults: ["GET /openapi.json * 503-before"]) { world in
            try world.write(Self.manifest())
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 0)
            #expect(lines.count == 1)
            #expect(lines.first?.hasPrefix("warning  endpoints: not checked: GET /openapi.json: ") == true)
            #expect(await world.requests().reads.count == 4)
        }
    }

    @Test func `a deleted connection, another dialect and a lost one fail`() async throws {
        let store = try Self.store { connections in
            connections[1].deletedAt = "2026-01-01T00:00:00Z"
            connections.removeLast()
            if let other = ResourceID(Organization.connection(2)) {
                connections[2] = Store.Connection(id: other, name: "P", dialect: "postgres", database: "D")
            }
        }
        try await withWorld(store) { world in
            var manifest = Self.manifest()
            manifest.bases[0].environments.append(.env(5, "e"))
            try world.write(manifest)
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 1)
            #expect(
                lines.map { $0.prefix(while: { $0 != "," }) } == [
                    "failed   base1/env1: the connection \"Connection 1\" is deleted: restore it in Omni",
                    "failed   base1/env2: the connection's dialect is \"postgres\"",
                    "failed   base1/env5: Omni has no connection \(Organization.connection(5))",
                ]
            )
        }
    }

    @Test func `an attribute that is misspelt fails, and one of several values is a warning`() async throws {
        try await withWorld(try Self.store()) { world in
            try world.write(Self.manifest("userAttribute: {name: enviroment}"))
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 1)
            #expect(
                lines == [
                    "failed   base1: there is no user attribute \"enviroment\": nobody is routed: did you mean \"environment\"?"
                ]
            )
            let base = try Organization.id(Organization.base(1))
            try await world.sandbox.edit { (store: inout Store) throws(Store.Refusal) in
                try store.setRouting(nil, of: base)
            }
            try world.write(Manifest(.env(1, "a")))
            let silent = try await complaints(world)
            #expect(silent.outcome.exitCode == 0)
            #expect(
                silent.lines == [
                    "warning  base1: no user attribute, neither in the manifest nor in Omni: nobody is routed: write userAttribute"
                ]
            )
        }
    }

    @Test func `a lock that is held names its holder`() async throws {
        try await withWorld(try Self.store(), faults: ["PUT * 1 slow:1"]) { world in
            try world.write(Self.manifest())
            let outcome = try await world.run("apply", "--auto-approve") { _ in
                await world.arrival(of: "PUT", 1)
                let (lines, outcome) = try await complaints(world)
                #expect(outcome.exitCode == 0)
                #expect(lines.count == 1)
                #expect(lines.first?.hasPrefix("warning  lock: held by process ") == true)
                #expect(lines.first?.contains("apply --auto-approve") == true)
                world.gate.open()
            }
            #expect(outcome.exitCode == 0)
        }
    }

    @Test func `a state of another instance, or none at all, fails`() async throws {
        try await withWorld(try Self.store()) { world in
            try world.write(Self.manifest())
            #expect(try await world.apply().exitCode == 0)
            let state = try #require(world.state)
            try world.write(
                state.replacing("http://127.0.0.1", with: "http://127.0.0.2"),
                to: World.stateFile
            )
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 1)
            #expect(
                lines.map { $0.prefix(61) } == [
                    "failed   state: \"omnienv.state.jsonl\" is the state of http://"
                ]
            )
            try world.write("no state\n", to: World.stateFile)
            #expect(try await complaints(world).outcome.exitCode == 1)
            try world.write(String(state.dropLast(5)), to: World.stateFile)
            #expect(try await complaints(world).lines.count == 1)
        }
    }

    @Test func `an instance that cannot be reached fails, and the files are checked all the same`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest())
            let away = world.with("OMNI_BASE_URL", "http://127.0.0.1:1")
            let (lines, outcome) = try await complaints(away)
            #expect(outcome.exitCode == 1)
            #expect(lines.first?.hasPrefix("failed   instance: GET /v1/connections") == true)
            #expect(outcome.stdout.contains("ok       lock: free\n"))
            #expect(outcome.stdout.hasSuffix("\n1 failed; 1 warning.\n"))
        }
    }

    @Test func `a manifest is optional, and JSON has every check`() async throws {
        try await withWorld(try Self.store()) { world in
            let (lines, outcome) = try await complaints(world)
            #expect(outcome.exitCode == 0)
            #expect(
                lines == [
                    "warning  manifest: there is none at \"omnienv.yaml\": no base was checked: name it with -f"
                ]
            )
            #expect(try await world.run("doctor", "-f", "omnienv.yaml").exitCode == 65)
            let json = try await world.run("doctor", "--output", "json")
            #expect(try json.document().summary == ["ok": 7, "warnings": 1, "failed": 0])
            #expect(json.stdout.contains(#""subject" : "environments""#))
        }
    }
}
