import OmniAPI
import TestSupport
import Testing

/// Errors in answers whose status says success.
@Suite struct MaskedErrorTests {
    private static let errors: [(body: String, status: Int, words: String)] = [
        (#"{"detail": "Bad Request: Invalid JSON", "status": 400}"#, 400, "Bad Request: Invalid JSON"),
        (#"{"detail": "gone"}"#, 200, "gone"), (#"{"error": "no"}"#, 200, "no"),
        (#"{"error": "400", "message": "not today"}"#, 400, "not today"),
        (#"{"error": {"code": 7, "text": "seven"}}"#, 200, "seven"),
        (#"{"error": true, "message": "no"}"#, 200, "no"),
        (#"{"errors": ["first"], "success": true}"#, 200, "first"),
        (#"{"errors": {"id": "bad"}}"#, 200, "bad"), (#"{"errors": "bad"}"#, 200, "bad"),
        (#"{"success": false, "message": "no"}"#, 200, "no"),
        (#"{"success": "false", "message": "no"}"#, 200, "no"),
        (#"{"success": null, "message": "no"}"#, 200, "no"),
        (#"{"success": 0, "message": "no"}"#, 200, "no"), (#"{"success": [], "message": "no"}"#, 200, "no"),
        (#"{"data": [], "message": "no", "status": "422"}"#, 422, "no"),
    ]

    private enum Write: CaseIterable {
        case setValues, attach, detach, setAttribute

        func send(_ client: OmniClient) async throws(OmniError) {
            switch self {
            case .setValues: try await client.setValues(["dev"], of: environment)
            case .attach: _ = try await client.attach([dev], to: base)
            case .detach: try await client.detach(environment)
            case .setAttribute: try await client.setEnvironmentUserAttribute(nil, of: base)
            }
        }
    }

    @Test func `every write is refused with Omni's words, and in doubt`() async throws {
        for (body, status, words) in Self.errors {
            for write in Write.allCases {
                let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
                let error = await failure { () throws(OmniError) in try await write.send(client) }
                guard case .refused(status, let detail)? = error?.kind else {
                    Issue.record("\(body): \(String(describing: error))")
                    continue
                }
                #expect(detail?.contains(words) == true, "\(body)")
                #expect(error?.mayHaveBeenCarriedOut == true, "\(body)")
            }
        }
    }

    @Test func `no read takes it for an answer`() async throws {
        for (body, _, _) in Self.errors {
            let fields = #""connectionEnvironments": [], "connections": [], "records": [], "#
            let client = try OmniClient.scripted(
                ScriptedTransport([.status(200, "{" + fields + body.dropFirst())])
            )
            let reader = client.reader
            let errors = [
                await failure { () throws(OmniError) in _ = try await reader.listedEnvironments() },
                await failure { () throws(OmniError) in _ = try await reader.connections(includeDeleted: true)
                },
                await failure { () throws(OmniError) in _ = try await reader.userAttributes() },
            ]
            for error in errors {
                guard case .refused? = error?.kind else {
                    Issue.record("\(body): \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test(arguments: [
        #"{"success": true, "detail": "3 values", "errors": [], "error": null}"#, #"{"success": "true"}"#,
        #"{"error": "", "errors": {}}"#, #"{"error": false, "errors": null, "detail": ""}"#,
        #"{"detail": "fine", "status": 200}"#, #"{"status": "active"}"#, "{}", "",
    ])
    func `a remark beside a success is no error`(body: String) async throws {
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        try await client.setValues(["dev"], of: environment)
    }

    @Test func `a create is not sent again, in no form, whatever status the body names`() async throws {
        for status in [400, 422, 429, 503] {
            let body = #"{"detail": "no", "status": \#(status)}"#
            let transport = ScriptedTransport([.status(200, body), .status(201)])
            let client = try OmniClient.scripted(transport)
            let error = await failure { () throws(OmniError) in _ = try await client.attach([dev], to: base) }
            #expect(transport.sent.count == 1)
            #expect(error?.mayHaveBeenCarriedOut == true)
        }
    }

    @Test(arguments: [429, 500, 503])
    func `another try may succeed where the body says that the fault passes`(status: Int) async throws {
        let body = #"{"detail": "later", "status": \#(status)}"#
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        let error = await failure { () throws(OmniError) in
            try await client.setValues(["dev"], of: environment)
        }
        #expect(error?.mayHaveBeenCarriedOut == true)
        #expect(Retry.isPassing(try #require(error).event))
    }

    @Test func `an object that Omni says is unknown leaves no doubt`() async throws {
        let body = #"{"detail": "Connection environment with id e does not exist", "status": 404}"#
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.isUnknownObject == true)
        #expect(error?.mayHaveBeenCarriedOut == false)
    }

    @Test func `a token that is refused in a success is a token that is refused`() async throws {
        let body = #"{"detail": "Unauthorized: Missing or invalid API key", "status": 401}"#
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        let error = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        guard case .authentication(status: 401, _)? = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
