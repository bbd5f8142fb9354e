import JSONText
import OmniAPI
import OmniModel
import TestSupport
import Testing

@Suite struct WriteAnswerTests {
    private func attach(_ body: String) async throws -> [ConnectionID: EnvironmentID] {
        try await OmniClient.scripted(ScriptedTransport([.status(201, body)])).attach(
            [dev, staging],
            to: base
        )
    }

    private func put(_ body: String) async throws -> OmniError? {
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        return await failure { () throws(OmniError) in try await client.setValues(["dev"], of: environment) }
    }

    @Test(arguments: [
        #"{"success": true, "data": [{"id": "e1", "environmentConnectionId": "\#(dev)"}, {"id": "e2", "environmentConnectionId": "\#(staging)"}]}"#,
        #"{"connectionEnvironments": [{"id": "e1", "baseConnectionId": "b", "connectionId": "\#(dev)", "userAttributeValues": []}, {"id": "e2", "connectionId": "\#(staging)"}]}"#,
    ])
    func `a create's answer is read in both shapes`(body: String) async throws {
        #expect(try await attach(body) == [dev: EnvironmentID("e1"), staging: EnvironmentID("e2")])
    }

    @Test func `a create's answer may lack some and name others`() async throws {
        let body =
            #"{"data": [{"id": "e1", "environmentConnectionId": "\#(dev)"}, {"id": "e9", "environmentConnectionId": "other"}, {"id": "e2"}, {}]}"#
        #expect(try await attach(body) == [dev: EnvironmentID("e1")])
        #expect(try await attach(#"{"success": true}"#) == [:])
    }

    @Test(arguments: [
        "", "{}", #"{"success": true}"#, #"{"success": true, "message": "ok"}"#, #" {"id": "x"} "#,
    ])
    func `a write has succeeded with an empty answer or any object`(body: String) async throws {
        #expect(try await put(body) == nil)
    }

    @Test(arguments: [
        ("<html>login</html>", JSONProblem.notJSON), ("[]", .notJSON), ("true", .notJSON),
        (#"{"success": tr"#, .cutOff), (#"{"success""#, .cutOff),
    ])
    func `anything else leaves in doubt what happened`(body: String, problem: JSONProblem) async throws {
        let error = try #require(try await put(body))
        #expect(error.kind == .unreadableAnswer(status: 200, .json(problem)))
        #expect(error.mayHaveBeenCarriedOut)
    }

    @Test func `a success that says it is none is a failure`() async throws {
        let error = try #require(try await put(#"{"success": false, "message": "not today"}"#))
        #expect(error.kind == .refused(status: 200, detail: "not today"))
    }
}
