import HTTPTransport
import OmniModel
import Testing

@testable import OmniAPI

@Suite struct RedirectTests {
    private let origin = "https://myorg.omniapp.co"

    private func target(_ location: String?) throws -> String? {
        APIResponse(status: 302, location: location)
            .redirectTarget(from: try InstanceURL("https://myorg.omniapp.co"))
    }

    @Test(arguments: [
        ("/api/v1/connections/", "https://myorg.omniapp.co/api/v1/connections/"),
        ("https://MYORG.omniapp.co:443/api/v2/x?a=b#c", "https://myorg.omniapp.co/api/v2/x"),
        ("https://evil.example.com/api/v1/connections?token=x", "https://evil.example.com"),
        ("http://myorg.omniapp.co/api/v1/connections", "http://myorg.omniapp.co"),
        ("https://myorg.omniapp.co:8443/api/v1/connections", "https://myorg.omniapp.co:8443"),
        ("//evil.example.com/api/", "https://evil.example.com"),
        ("https://myorg.omniapp.co@evil.example.com/api/", "an unreadable address"),
        (
            "https://myorg.omniapp.co\\@evil.example.com/api/",
            "https://myorg.omniapp.co\\@evil.example.com/api/"
        ),
        ("/login?next=/api", "https://myorg.omniapp.co/login"),
        ("connections", "an unreadable address"),
        ("", "an unreadable address"),
    ])
    func `is refused, and shown without a query`(location: String, target: String) throws {
        #expect(try self.target(location) == target)
    }

    @Test func `is not followed by a GET`() async throws {
        let transport = ScriptedTransport([
            .status(308, "", location: "/api/v1/connections/"), .status(200, #"{"connections": []}"#),
        ])
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in
            _ = try await client.reader.connections(includeDeleted: false)
        }
        #expect(error?.kind == .redirected(status: 308, to: "\(origin)/api/v1/connections/"))
        #expect(transport.calls == ["GET /v1/connections"])
    }

    @Test func `is not followed by a write`() async throws {
        let transport = ScriptedTransport([.status(307, "", location: "/api/v1/elsewhere")])
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.kind == .redirected(status: 307, to: "\(origin)/api/v1/elsewhere"))
        #expect(transport.sent.count == 1)
    }

    @Test func `to another host names that host`() async throws {
        let client = try OmniClient.scripted(
            ScriptedTransport([.status(302, "", location: "https://login.example.com/?key=\(tokenText)")])
        )
        let error = try #require(
            await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        )
        #expect(error.kind == .redirected(status: 302, to: "https://login.example.com"))
        #expect("\(error)".contains("\"https://login.example.com\""))
    }
}
