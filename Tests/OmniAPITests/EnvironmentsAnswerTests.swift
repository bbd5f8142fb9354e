import HTTPTransport
import JSONText
import OmniAPI
import OmniModel
import TestSupport
import Testing

@Suite struct EnvironmentsAnswerTests {
    private func list(_ status: Int, _ body: String) async throws -> EnvironmentList? {
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
        (#"["dev", "st\u00e4ging", " a"]"#, ["dev", "stäging", " a"]),
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
                == EnvironmentList([environment])
        )
    }

    @Test func `a text with commas counts as its parts, and is kept for a remark`() async throws {
        let environment = ConnectionEnvironment(
            id: EnvironmentID("e"),
            base: ConnectionID("b"),
            connection: ConnectionID("c"),
            values: ["us-east", "production", "eu"],
            joinedTexts: ["us-east, production"]
        )
        #expect(
            try await list(200, #"{"connectionEnvironments": [\#(item(#"["us-east, production", "eu"]"#))]}"#)
                == EnvironmentList([environment])
        )
    }

    @Test(arguments: [
        #""nextCursor": "abc""#, #""has_more": true"#, #""pageInfo": {"hasNextPage": true}"#, #""total": 2"#,
        #""meta": {"pagination": {"total_count": "7"}}"#, #""links": {"next": "https://x/?page=2"}"#,
        #""truncated": "true""#, #""_links": {"next": {"href": "https://x/?page=2"}}"#,
        #""next": ["page", 2]"#,
    ])
    func `a list that says it is a part is refused, with what it says`(words: String) async throws {
        let body = #"{\#(words), "connectionEnvironments": [\#(item("[]"))]}"#
        guard case .unreadableAnswer(status: 200, .json(.isPart(let shown))) = try await problem(body) else {
            Issue.record("\(words) was taken for the whole list")
            return
        }
        #expect(words.contains(shown.split(separator: "\"")[0]))
    }

    @Test(arguments: [
        #""nextCursor": null"#, #""hasMore": false"#,
        #""pageInfo": {"hasNextPage": false, "nextCursor": ""}"#,
        #""_links": {"self": {"href": "https://x"}, "next": {"href": null}}"#, #""next": {}"#,
        #""total": 1"#, #""page": 1"#, #""links": []"#, #""pageInfo": {"totalRecords": 1}"#,
    ])
    func `one that says it is whole is read`(words: String) async throws {
        let body = #"{"connectionEnvironments": [\#(item("[]"))], \#(words)}"#
        guard let list = try await list(200, body) else {
            Issue.record("\(words) was not taken for a list")
            return
        }
        #expect(list.environments.count == 1)
    }

    @Test(arguments: [
        (#"<https://x/v1?page=2>; rel="next""#, true), ("<https://x>; rel=next", true),
        (#"<https://x>; rel="prev", <https://x>; rel="last next""#, true),
        (#"<https://x>; rel="prev""#, false), (#"<https://next>; title="next""#, false),
    ])
    func `a Link to a next page is one too`(link: String, isPart: Bool) async throws {
        let body = Array(#"{"connectionEnvironments": []}"#.utf8)
        let answer = APIResponse(status: 200, link: link, body: body)
        let reader = try OmniClient.scripted(ScriptedTransport([.success(answer)])).reader
        let error = await failure { () throws(OmniError) in _ = try await reader.environments() }
        #expect((error != nil) == isPart)
    }

    @Test func `an empty list is empty`() async throws {
        #expect(try await list(200, #"{"connectionEnvironments": []}"#) == EnvironmentList([]))
    }

    @Test(arguments: ["id", "baseConnectionId", "connectionId", "userAttributeValues"])
    func `an environment that lacks something is kept beside the others, named with it`(field: String)
        async throws
    {
        let broken = item("[]").replacing("\"\(field)\"", with: "\"other\"")
        let body = #"{"connectionEnvironments": [\#(item("[]")), \#(broken)]}"#
        let list = try #require(try await list(200, body))
        #expect(list.environments.count == 1)
        #expect(list.odd.map(\.lacks) == ["connectionEnvironments[1].\(field)"])
        #expect(list.odd.first?.mayBe(of: ConnectionID("b")) == true)
        #expect(list.odd.first?.mayBe(of: ConnectionID("x")) == (field == "baseConnectionId"))
    }

    @Test(arguments: ["null", "{}", "[null]", "[{}]"])
    func `values of another kind are never taken for none`(values: String) async throws {
        let list = try #require(try await list(200, #"{"connectionEnvironments": [\#(item(values))]}"#))
        #expect(list.environments == [])
        #expect(list.odd.map(\.lacks) == ["connectionEnvironments[0].userAttributeValues"])
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
        #expect(try await list(status, body) == nil)
    }

    @Test(arguments: [400, 401, 403, 410, 422])
    func `any other refusal is an error`(status: Int) async throws {
        let client = try OmniClient.scripted(ScriptedTransport([.refusal(status, "no")]))
        let error = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        #expect(error?.status == status)
    }
}
