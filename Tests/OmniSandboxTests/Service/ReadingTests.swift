import OmniSandbox
import Testing

@Suite("Reading")
struct ReadingTests {
    @Test func `lists every environment in the order of creation`() async throws {
        try await withSandbox(try Fixture.attached()) { sandbox in
            let reply = try await sandbox.send("GET", "/v1/connection-environments")
            let expected =
                #"{"connectionEnvironments":[{"id":"\#(Fixture.devEnvironment)","baseConnectionId":"\#(Fixture.base)","#
                + #""connectionId":"\#(Fixture.dev)","userAttributeValues":["dev"]},"#
                + #"{"id":"\#(Fixture.stagingEnvironment)","baseConnectionId":"\#(Fixture.base)","#
                + #""connectionId":"\#(Fixture.staging)","userAttributeValues":[]}]}"#
            #expect(reply == Reply(200, expected))
        }
    }

    @Test func `detaches, and the list no longer has it`() async throws {
        try await withSandbox(try Fixture.attached()) { sandbox in
            let path = "/v1/connection-environments/\(Fixture.devEnvironment)"
            let first = try await sandbox.send("DELETE", path)
            #expect(first == Reply(200, #"{"success":true}"#))
            #expect(await sandbox.store().environments.map(\.id) == [Fixture.stagingEnvironment])
            let second = try await sandbox.send("DELETE", path)
            #expect(second.status == 404)
        }
    }

    @Test func `sets the attribute of a base`() async throws {
        try await withSandbox(Fixture.store()) { sandbox in
            let reply = try await sandbox.send(
                "PATCH",
                "/v1/connections/\(Fixture.otherBase)",
                #"{"environmentUserAttribute": {"attributeName": "tenant", "defaultValues": ["internal"]}}"#
            )
            #expect(reply.status == 200)
            let held = await sandbox.snapshot().attributes[Fixture.otherBase.text]
            #expect(held == Store.RoutingAttribute(name: "tenant", defaultValues: ["internal"]))
        }
    }

    @Test func `answers the user attributes' definitions`() async throws {
        try await withSandbox(Fixture.store()) { sandbox in
            let expected =
                #"{"records":[{"id":"\#(Fixture.unknown)","name":"environment","label":"Environment","type":"String","#
                + #""multiple_values":true,"default_value":null,"description":null,"system":false}]}"#
            let reply = try await sandbox.send("GET", "/v1/user-attributes")
            #expect(reply == Reply(200, expected))
        }
    }

    @Test func `decodes the query`() async throws {
        try await withSandbox(Fixture.store()) { sandbox in
            let reply = try await sandbox.send("GET", "/v1/connections?name=eu+%26%20MORE&unknown=1")
            #expect(reply.text.contains(#""name":"EU & more""#))
            #expect(!reply.text.contains("Warehouse"))
        }
    }

    @Test func `shows the endpoints that this instance has, beside its API`() async throws {
        let answer = #"{"responses":{"default":{"description":"An answer"}}}"#
        try await withSandbox(Fixture.store(), .with { $0.api.hasList = false }) { sandbox in
            let expected =
                #"{"openapi":"3.1.0","info":{"title":"Omni API","version":"1"},"servers":[{"url":"/api"}],"paths":{"#
                + #""/v1/connection-environments":{"post":\#(answer)},"#
                + #""/v1/connection-environments/{id}":{"put":\#(answer),"delete":\#(answer)},"#
                + #""/v1/connections":{"get":\#(answer)},"/v1/connections/{id}":{"patch":\#(answer)},"#
                + #""/v1/user-attributes":{"get":\#(answer)}}}"#
            let reply = try await sandbox.ask("/openapi.json")
            #expect(reply == Reply(200, expected))
            let anonymous = try await sandbox.ask("/openapi.json", authorization: nil)
            #expect(anonymous.status == 401)
        }
        try await withSandbox(Fixture.store(), .with { $0.api.hasSpecification = false }) { sandbox in
            let reply = try await sandbox.ask("/openapi.json")
            #expect(reply.status == 404)
        }
    }
}
