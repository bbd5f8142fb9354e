import OmniSandbox
import Testing

@Suite("Connections by their names", .timeLimit(.minutes(5)))
struct NameTests {
    private static func manifest(base: String = "Base 1", environment: String) -> String {
        """
        version: 1
        baseConnections:
          warehouse:
            connection: \(base)
            environments:
              dev:
                connection: \(environment)
                userAttributeValues: [dev]
        """
    }

    @Test func `names resolve through Omni's list, then also offline`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest(environment: "Connection 2"))
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().reads.contains("GET /api/v1/connections"))
            #expect(await world.routing() == [1: [2: ["dev"]]])
            try await world.expectSettled()
            _ = await world.requests()
            try await world.expectSettled("--offline")
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `an unknown name is an error at its place, with the likeliest one`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest(environment: "Conection 2"))
            for command in ["plan", "apply --auto-approve"] {
                let outcome = try await world.run(command.split(separator: " ").map(String.init))
                #expect(outcome.exitCode == 65)
                #expect(outcome.stdout == "")
                #expect(
                    outcome.stderr.contains(
                        #"omnienv.yaml:7:21: error: no connection in Omni is called "Conection 2""#
                    )
                )
                #expect(outcome.stderr.contains(#"did you mean "Connection 2"?"#))
            }
            #expect(await world.requests().writes == [])
            #expect(world.state == nil)
        }
    }

    @Test func `an ambiguous name is an error that lists the ids`() async throws {
        let twins = [1, 2].map { Organization.connection($0) }
        let connections = [(Organization.base(1), "Base 1")] + twins.map { ($0, "Twin") }
        let store = Store(connections: connections.compactMap { Organization.connection($0, name: $1) })
        try await withWorld(store) { world in
            try world.write(Self.manifest(environment: "Twin"))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 65)
            #expect(
                outcome.stderr.contains("omnienv.yaml:7:21: error: 2 connections in Omni are called \"Twin\"")
            )
            for id in twins { #expect(outcome.stderr.contains(id)) }
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `a name that turns out to be the base itself is an error`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest(base: Organization.base(1), environment: "Base 1"))
            let outcome = try await world.run("plan")
            #expect(outcome.exitCode == 65)
            #expect(
                outcome.stderr.contains("omnienv.yaml:7:21: error: an environment cannot be its own base")
            )
        }
    }

    @Test func `a name that no apply has recorded cannot be planned offline`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest(environment: "Connection 2"))
            let outcome = try await world.run("plan", "--offline")
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.contains("plan once without --offline, or write its id"))
            #expect(await world.requests().isEmpty)
        }
    }
}
