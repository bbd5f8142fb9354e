import JSONText
import OmniAPI
import OmniModel
import Testing

@Suite struct EnvironmentsAnswerTests {
    private func list(_ status: Int, _ body: String) async throws -> EnvironmentListing {
        try await OmniClient.scripted(ScriptedTransport([.status(status, body)])).reader.environments()
    }

    private func problem(_ body: String) async throws -> OmniError.Kind? {
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        return await failure { () throws(OmniError) in _ = try await client.reader.environments() }?.kind
    }

    private func item(_ values: String) -> String {
        #"{"new": {"a": [1, "]"]}, "id": "e", "baseConnectionId": "B", "connectionId": "C", "userAttributeValues": \#(values)}"#
    }

    @Test(arguments: [
        (#"["dev", "st\u00e4ging", "a,b"]"#, ["dev", "stäging", "a,b"]),
        (#""dev,staging""#, ["dev", "staging"]),
        (#""""#, []), ("[]", []), ("[7, 1.10]", ["7", "1.10"]),
    ])
    func `values are read as an array and as a text with commas`(json: String, values: [AttributeValue])
        async throws
    {
        let environment = ConnectionEnvironment(
            id: EnvironmentID("e"),
            base: ConnectionID("b"),
            connection: ConnectionID("c"),
            values: values
        )
        #expect(
            try await list(200, #"{"connectionEnvironments": [\#(item(json))], "more": null}"#)
                == .listed([environment])
        )
    }

    @Test func `an empty list is empty`() async throws {
        #expect(try await list(200, #"{"connectionEnvironments": []}"#) == .listed([]))
    }

    @Test(arguments: ["id", "baseConnectionId", "connectionId", "userAttributeValues"])
    func `an environment that lacks something is named with it`(field: String) async throws {
        let broken = item("[]").replacing("\"\(field)\"", with: "\"other\"")
        let body = #"{"connectionEnvironments": [\#(item("[]")), \#(broken)]}"#
        let expected = JSONProblem.lacks(field: "connectionEnvironments[1].\(field)")
        #expect(try await problem(body) == .unreadableAnswer(status: 200, .json(expected)))
    }

    @Test(arguments: ["null", "{}", "[null]", "[{}]"])
    func `values of another kind are never taken for none`(values: String) async throws {
        let expected = JSONProblem.lacks(field: "connectionEnvironments[0].userAttributeValues")
        #expect(
            try await problem(#"{"connectionEnvironments": [\#(item(values))]}"#)
                == .unreadableAnswer(status: 200, .json(expected))
        )
    }

    @Test(arguments: [
        ("{}", JSONProblem.lacks(field: "connectionEnvironments")),
        (#"{"connectionEnvironments": null}"#, .lacks(field: "connectionEnvironments")),
        ("[]", .lacks(field: "connectionEnvironments")),
        ("", .cutOff), (#"{"connectionEnvironments": [{"id": "a"#, .cutOff), ("<html>", .notJSON),
        (#"{"connectionEnvironments": []} x"#, .notJSON),
    ])
    func `an answer that is no list is never taken for an empty one`(body: String, expected: JSONProblem)
        async throws
    {
        #expect(try await problem(body) == .unreadableAnswer(status: 200, .json(expected)))
    }

    @Test(arguments: [
        (400, #"{"detail": "Invalid method", "status": 400}"#),
        (400, #"{"error": "400", "message": "Invalid method"}"#),
        (404, "<html>"), (405, ""),
    ])
    func `an instance without the list is told apart`(status: Int, body: String) async throws {
        #expect(try await list(status, body) == .unavailable)
    }

    @Test(arguments: [400, 401, 403, 410, 422])
    func `any other refusal is an error`(status: Int) async throws {
        let client = try OmniClient.scripted(ScriptedTransport([.refusal(status, "no")]))
        let error = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        #expect(error?.status == status)
    }
}
