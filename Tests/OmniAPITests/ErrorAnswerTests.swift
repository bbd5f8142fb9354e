import OmniAPI
import OmniModel
import Testing

@Suite struct ErrorAnswerTests {
    private func error(_ status: Int, _ body: String) async throws -> OmniError {
        let client = try OmniClient.scripted(ScriptedTransport([.status(status, body)]))
        return try #require(
            await failure { () throws(OmniError) in _ = try await client.attach([dev], to: base) }
        )
    }

    @Test(arguments: [
        (#"{"detail": "Permission \"denied\"", "status": 409}"#, "Permission \"denied\""),
        (#"{"error": "409", "message": "Conflict"}"#, "Conflict"),
        (#"{"error": "Conflict"}"#, "Conflict"),
        ("<html><head><TITLE lang=en> 409\n Conflict </TITLE></head><body>x</body></html>", "409 Conflict"),
        ("<h1>Conflict</h1><p>there</p>", "Conflict there"),
        ("  upstream\r\nfailed\u{1B}[31m ", "upstream failed [31m"),
        (#"{"detail": "two\nlines \u202e"}"#, "two lines"),
        ("", nil),
    ])
    func `Omni's words are found in every shape`(body: String, detail: String?) async throws {
        #expect(try await error(409, body).detail == detail)
    }

    @Test func `a long page is cut`() async throws {
        let detail = try #require(try await error(409, String(repeating: "word ", count: 100)).detail)
        #expect(detail.count == 200)
        #expect(detail.hasSuffix("…"))
    }

    @Test func `of Omni's words one kilobyte is shown`() async throws {
        let detail = try #require(
            try await error(409, "{\"detail\": \"\(String(repeating: "é", count: 5000))\"}").detail
        )
        #expect(detail.utf8.count <= 1024 + 2)
        #expect(detail.hasSuffix("é…"))
    }

    /// Each of these took minutes when every `<` was a place to look for its end from.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["<", "<title", "<title>", "<title ", "</title", "<a", "> <", "\u{301}", "a\u{301} "]
    )
    func `a hostile page costs no more than its length`(part: String) async throws {
        let body = String(repeating: part, count: (64 << 10) / part.utf8.count)
        let start = ContinuousClock.now
        _ = try await error(409, body)
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: [
        ("<p>a</p", "a</p"), ("a < b", "a < b"), ("<title>x", "x"), ("<title", "<title"),
        ("<TITLE>A</Title>", "A"), ("<p>1 <b>2", "1 2"),
    ])
    func `what closes nothing stays`(body: String, detail: String) async throws {
        #expect(try await error(409, body).detail == detail)
    }

    @Test(arguments: [
        (
            401, "Unauthorized: Missing or invalid API key",
            OmniError.Kind.authentication(status: 401, detail: "Unauthorized: Missing or invalid API key")
        ),
        (403, "Invalid bearer token", .authentication(status: 403, detail: "Invalid bearer token")),
        (403, "Permission denied", .permission(detail: "Permission denied")),
        (404, "gone", .refused(status: 404, detail: "gone")),
        (422, "no", .refused(status: 422, detail: "no")),
        (500, "oops", .server(status: 500, detail: "oops")),
        (408, "slow", .server(status: 408, detail: "slow")),
        (304, "", .unreadableAnswer(status: 304, .unknownStatus)),
    ])
    func `each status has its kind`(status: Int, detail: String, kind: OmniError.Kind) async throws {
        let error = try await error(status, #"{"detail": "\#(detail)"}"#)
        #expect(error.kind == kind)
        #expect(error.status == status)
    }

    @Test func `the message is one line with call, status, words and advice`() async throws {
        let error = try await error(403, #"{"detail": "Permission denied"}"#)
        #expect(
            "\(error)" == "POST /v1/connection-environments: permission denied (403): Permission denied; "
                + "the token needs to be an organization admin's, or a connection admin's of the base connection"
        )
    }

    @Test func `the message says when a write is in doubt and how often it was tried`() async throws {
        let client = try OmniClient.scripted(ScriptedTransport([.status(503, "")]))
        let error = try #require(
            await failure { () throws(OmniError) in try await client.detach(EnvironmentID("e")) }
        )
        let last = error.after(6, waited: .zero, mayHaveBeenCarriedOut: true)
        #expect(
            "\(last)" == "DELETE /v1/connection-environments/e: Omni failed (503) (tried 6 times); "
                + "it may have been carried out; run again later"
        )
    }
}
