import AsyncHTTPClient
import NIOSSL
import OmniModel
import TestSupport
import Testing

@testable import HTTPTransport

private let tokenText = "secret-token-1234567890"

/// The real HTTP client against a server on loopback.
@Suite struct PooledTransportTests {
    private static func http(_ status: String, _ body: String, headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\ncontent-length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private func settings(
        instance: String,
        proxy: Proxy? = nil,
        timeouts: TransportSettings.Timeouts = .init(connect: .seconds(60), request: .seconds(60))
    ) throws -> TransportSettings {
        TransportSettings(
            base: try InstanceURL(instance).apiBase,
            authorization: "Bearer \(tokenText)",
            timeouts: timeouts,
            proxy: proxy,
            roots: TrustRoots(certificates: [try LoopbackServer.certificate]),
            userAgent: "omnienv/1.2.3"
        )
    }

    private func send(
        _ request: APIRequest = APIRequest(APICall(.get, "/v1/connections")),
        to port: Int = 0,
        instance: String? = nil,
        proxy: Proxy? = nil,
        timeouts: TransportSettings.Timeouts = .init(connect: .seconds(60), request: .seconds(60)),
        largestAnswer: Int = 1 << 20
    ) async throws -> Result<APIResponse, TransportError> {
        let settings = try settings(
            instance: instance ?? "http://127.0.0.1:\(port)",
            proxy: proxy,
            timeouts: timeouts
        )
        let configuration = PooledTransport.configuration(settings)
        return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
            let transport = PooledTransport(settings: settings, http: http, largestAnswer: largestAnswer)
            do {
                return .success(try await transport.send(request))
            } catch let error as TransportError {
                return .failure(error)
            }
        }
    }

    @Test(arguments: [
        ("https://a.example/api", "https://a.example/x"), ("https://a.example", "https://a.example/x"),
        ("http://127.0.0.1:8080/api", "http://127.0.0.1:8080/x"), ("http://[::1]:1/a/b", "http://[::1]:1/x"),
    ])
    func `a call may go beside the base's path, to the same origin`(base: String, url: String) {
        let settings = TransportSettings(base: base, authorization: nil)
        #expect(settings.url(of: APICall(.get, "/x", beneath: .origin)) == url)
        #expect(settings.url(of: APICall(.get, "/x")) == base + "/x")
    }

    @Test func `sends the request as it is, with the token, and reads the answer`() async throws {
        let answer = Self.http(
            "429 Too Many Requests",
            #"{"a":1}"#,
            headers: "Retry-After: 9\r\nLocation: /x\r\nDate: Thu, 01 Jan 1970 00:01:40 GMT\r\n"
        )
        try await LoopbackServer.with([.bytes(answer)]) { server in
            let request = APIRequest(
                APICall(.put, "/v1/connection-environments/a%2Fb?c=d"),
                body: Array(#"{"x":"é"}"#.utf8)
            )
            let response = try await send(request, to: server.port).get()
            #expect(
                response
                    == APIResponse(
                        status: 429,
                        retryAfter: .seconds(9),
                        location: "/x",
                        body: Array(#"{"a":1}"#.utf8)
                    )
            )
            let sent = try #require(server.requests.first)
            #expect(sent.hasPrefix("PUT /api/v1/connection-environments/a%2Fb?c=d HTTP/1.1\r\n"))
            #expect(sent.hasSuffix("\r\n\r\n{\"x\":\"é\"}"))
            for header in [
                "authorization: Bearer \(tokenText)", "content-type: application/json",
                "accept: application/json",
                "user-agent: omnienv/1.2.3", "content-length: 10",
            ] {
                #expect(sent.lowercased().contains("\r\n\(header.lowercased())\r\n"), "\(header)")
            }
        }
    }

    @Test func `a connection that is dropped before the answer leaves it lost`() async throws {
        try await LoopbackServer.with([.bytesThenClose("")]) { server in
            let result = try await send(to: server.port)
            #expect(result == .failure(.answerLost(.connectionClosed)))
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"connections\": [",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"con\r\n",
        "HTTP/1.1 200 OK\r\ncontent-le",
    ])
    func `an answer that is cut off is lost`(bytes: String) async throws {
        try await LoopbackServer.with([.bytesThenClose(bytes)]) { server in
            guard case .failure(.answerLost) = try await send(to: server.port) else {
                Issue.record("the answer was not lost")
                return
            }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"])
    func `an answer that does not end in time is lost`(bytes: String) async throws {
        try await LoopbackServer.with([.bytes(bytes)]) { server in
            let timeouts = TransportSettings.Timeouts(connect: .seconds(5), request: .milliseconds(150))
            let result = try await send(to: server.port, timeouts: timeouts)
            #expect(result == .failure(.answerLost(.answerTimeout)))
        }
    }

    @Test func `a refused connection and an unknown host have sent nothing`() async throws {
        let closed = try ReservedPort()
        let refused = try await send(to: closed.port)
        #expect(refused == .failure(.notSent(.connectionRefused)))
        withExtendedLifetime(closed) {}
        let unknown = try await send(instance: "https://no-such-host.invalid")
        #expect(unknown == .failure(.notSent(.hostNotFound)))
    }

    @Test func `a server without TLS has been sent nothing`() async throws {
        try await LoopbackServer.with([.bytesAtOnce("HTTP/1.1 400 Bad Request\r\n\r\n")]) { server in
            guard case .failure(.notSent(.tls)) = try await send(instance: "https://127.0.0.1:\(server.port)")
            else {
                Issue.record("the failure was not TLS's")
                return
            }
            #expect(!server.requests.joined().contains(tokenText))
        }
    }

    @Test(arguments: [TLSVersion.tlsv1, .tlsv11])
    func `a server that knows only an old TLS has been sent nothing`(version: TLSVersion) async throws {
        let answer = LoopbackServer.Script.bytes(Self.http("200 OK", "{}"))
        try await LoopbackServer.with([answer], tls: try LoopbackServer.tls(upTo: version)) { server in
            let result = try await send(instance: "https://127.0.0.1:\(server.port)")
            let host = "127.0.0.1:\(server.port)"
            #expect(result == .failure(.notSent(.tls(.tooOld(host: host)))))
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `a server with a newer one is`(version: TLSVersion) async throws {
        let answer = LoopbackServer.Script.bytes(Self.http("200 OK", "{}"))
        try await LoopbackServer.with([answer], tls: try LoopbackServer.tls(upTo: version)) { server in
            let response = try await send(instance: "https://127.0.0.1:\(server.port)").get()
            #expect(response.status == 200)
            #expect(server.requests.joined().contains(tokenText))
        }
    }

    /// The status is what counts, however much a proxy has to say.
    @Test func `of an error answer 64 KiB are read`() async throws {
        let body = String(repeating: "<", count: 3 << 20)
        try await LoopbackServer.with([.bytes(Self.http("503 Service Unavailable", body))]) { server in
            let response = try await send(to: server.port, largestAnswer: PooledTransport.largestAnswer).get()
            #expect(response.status == 503)
            #expect(response.body.count == PooledTransport.largestFailure)
            #expect(PooledTransport.largestFailure == 64 << 10)
        }
    }

    @Test func `an answer has 64 MiB at most`() async throws {
        #expect(PooledTransport.largestAnswer == 64 << 20)
        let head = "HTTP/1.1 200 OK\r\ncontent-length: \(65 << 20)\r\n\r\n"
        let answer = Array(head.utf8) + [UInt8](repeating: UInt8(ascii: " "), count: 65 << 20)
        try await LoopbackServer.with([.raw(answer)]) { server in
            let result = try await send(to: server.port, largestAnswer: PooledTransport.largestAnswer)
            #expect(result == .failure(.answerTooLarge(limit: 64 << 20)))
        }
    }

    @Test func `a proxy is asked for a tunnel and never sees the token`() async throws {
        try await LoopbackServer.with([.bytes(Self.http("403 Forbidden", ""))]) { server in
            let proxy = try Proxy("http://me:pw@127.0.0.1:\(server.port)")
            let result = try await send(instance: "https://myorg.omniapp.co", proxy: proxy)
            #expect(result == .failure(.notSent(.proxy(.refused))))
            let sent = try #require(server.requests.first)
            #expect(sent.hasPrefix("CONNECT myorg.omniapp.co:443 HTTP/1.1\r\n"))
            #expect(sent.contains("proxy-authorization: Basic bWU6cHc="))
            #expect(!sent.contains(tokenText))
        }
    }

    @Test func `a compressed answer is asked for and read`() async throws {
        let compressed: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x4A, 0xCE, 0xCF, 0xCB,
            0x4B, 0x4D, 0x2E, 0xC9, 0xCC, 0xCF, 0x2B, 0x56, 0xB2, 0x8A, 0x8E, 0xAD, 0x05, 0x00, 0x8E, 0xB1,
            0xD9, 0x50, 0x12, 0x00, 0x00, 0x00,
        ]
        let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(compressed.count)\r\n\r\n"
        try await LoopbackServer.with([.raw(Array(head.utf8) + compressed)]) { server in
            let response = try await send(to: server.port).get()
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"connections":[]}"#)
            #expect(server.requests.first?.contains("\r\naccept-encoding: gzip, deflate\r\n") == true)
        }
    }

    @Test func `an answer beyond the limit is dropped`() async throws {
        try await LoopbackServer.with([.bytes(Self.http("200 OK", String(repeating: "x", count: 5000)))]) {
            server in
            let result = try await send(to: server.port, largestAnswer: 4096)
            #expect(result == .failure(.answerTooLarge(limit: 4096)))
        }
    }

    @Test func `a redirect to another host does not carry the token there`() async throws {
        try await LoopbackServer.with([.bytes(Self.http("200 OK", #"{"connections": []}"#))]) { other in
            let location = "Location: http://127.0.0.1:\(other.port)/api/v1/connections\r\n"
            try await LoopbackServer.with([.bytes(Self.http("302 Found", "", headers: location))]) { server in
                let response = try await send(to: server.port).get()
                #expect(response.status == 302)
                #expect(response.location == "http://127.0.0.1:\(other.port)/api/v1/connections")
                #expect(other.requests.isEmpty)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func `connections are kept open between calls`() async throws {
        let answer = Self.http("200 OK", #"{"connections": []}"#)
        try await LoopbackServer.with([.bytesThenClose(""), .bytes(answer)]) { server in
            let settings = try settings(instance: "http://127.0.0.1:\(server.port)")
            let request = APIRequest(APICall(.delete, "/v1/connection-environments/e"))
            try await withTransport(settings) { transport in
                await #expect(throws: TransportError.self) { try await transport.send(request) }
                for _ in 1...3 {
                    let status = try await transport.send(request).status
                    #expect(status == 200)
                }
            }
            #expect(server.requests.count == 4)
        }
    }
}
