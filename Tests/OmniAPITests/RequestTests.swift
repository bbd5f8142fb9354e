import HTTPTransport
import OmniAPI
import OmniModel
import TestSupport
import Testing

@Suite struct RequestTests {
    private let transport = ScriptedTransport([.status(200)])

    @Test func `an attribute is set with its default values`() async throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: ["prod", "live"])
        try await OmniClient.scripted(transport).setEnvironmentUserAttribute(attribute, of: base)
        #expect(transport.calls == ["PATCH /v1/connections/\(base)"])
        #expect(
            transport.bodies
                == [
                    #"{"environmentUserAttribute":{"attributeName":"environment","defaultValues":["prod","live"]}}"#
                ]
        )
    }

    @Test func `an attribute is removed with null`() async throws {
        try await OmniClient.scripted(transport).setEnvironmentUserAttribute(nil, of: base)
        #expect(transport.bodies == [#"{"environmentUserAttribute":null}"#])
    }

    @Test func `no values are an empty text in the documented form`() async throws {
        try await OmniClient.scripted(transport).setValues([], of: environment)
        #expect(transport.calls == ["PUT /v1/connection-environments/\(environment)"])
        #expect(transport.bodies == [#"{"userAttributeValues":""}"#])
    }

    @Test func `text is escaped as JSON asks and otherwise left alone`() async throws {
        try await OmniClient.scripted(transport).setValues(
            ["a\"b\\c/d\n\t\r\u{1}\u{1F}", "é 😀"],
            of: environment
        )
        #expect(transport.bodies == [#"{"userAttributeValues":"a\"b\\c/d\n\t\r\u0001\u001f,é 😀"}"#])
    }

    @Test func `a detach has no body`() async throws {
        try await OmniClient.scripted(transport).detach(environment)
        #expect(
            transport.sent == [APIRequest(APICall(.delete, "/v1/connection-environments/\(environment)"))]
        )
    }

    @Test func `attaching nothing asks nothing`() async throws {
        #expect(try await OmniClient.scripted(transport).attach([], to: base) == [:])
        #expect(transport.sent.isEmpty)
    }

    @Test func `an id cannot name another resource`() async throws {
        try await OmniClient.scripted(transport).detach(EnvironmentID("../a?b#c d\u{7}é"))
        #expect(transport.calls == ["DELETE /v1/connection-environments/%2E%2E%2Fa%3Fb%23c%20d%07%C3%A9"])
    }

    @Test func `deleted connections are asked for by a query`() async throws {
        let transport = ScriptedTransport([.status(200, #"{"connections": []}"#)])
        let reader = try OmniClient.scripted(transport).reader
        _ = try await reader.connections(includeDeleted: true)
        _ = try await reader.connections(includeDeleted: false)
        #expect(transport.calls == ["GET /v1/connections?includeDeleted=true", "GET /v1/connections"])
    }
}
