import OmniSandbox
import Testing

/// A request that the server refuses, and its words.
struct Refused: Sendable, CustomTestStringConvertible {
    let method: String
    let path: String
    var body: String?
    var wire = APIVariant.Wire.documented
    var listing = true
    var detaching = true
    let status: Int
    let detail: String

    var testDescription: String { "\(method) \(path) \(body ?? "") (\(wire))" }

    init(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        wire: APIVariant.Wire = .documented,
        listing: Bool = true,
        detaching: Bool = true,
        status: Int,
        _ detail: String
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.wire = wire
        self.listing = listing
        self.detaching = detaching
        self.status = status
        self.detail = detail
    }

    /// Sends the request over HTTP to a server that holds `Fixture.attached()`.
    func check(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let configuration = SandboxConfiguration.with {
            $0.api.wire = wire
            $0.api.hasList = listing
            $0.api.canDetach = detaching
        }
        let before = Snapshot(try Fixture.attached())
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let reply = try await sandbox.send(method, path, body)
            let escaped = detail.replacing("\"", with: "\\\"")
            let expected = Reply(status, #"{"detail":"\#(escaped)","status":\#(status)}"#)
            #expect(reply == expected, sourceLocation: sourceLocation)
            #expect(reply.contentType == "application/json", sourceLocation: sourceLocation)
            #expect(await sandbox.snapshot() == before, sourceLocation: sourceLocation)
            #expect(await sandbox.requests().map(\.refusal) == [detail], sourceLocation: sourceLocation)
        }
    }
}
