import AsyncHTTPClient
import NIOSSL
import OmniModel
import TestSupport
import Testing

@testable import HTTPTransport

/// Why no connection came about, told by its cause, against real servers on loopback.
@Suite struct TLSFailureTests {
    private let answer = LoopbackServer.Script.bytes("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")

    private func result(
        of script: LoopbackServer.Script? = nil,
        tls: TLSConfiguration?,
        roots: TrustRoots,
        proxy: (Int) throws -> Proxy? = { _ in nil }
    ) async throws -> (result: Result<APIResponse, TransportError>, host: String, requests: [String]) {
        try await LoopbackServer.with([script ?? answer], tls: tls) { server in
            let proxy = try proxy(server.port)
            let host = proxy == nil ? "127.0.0.1:\(server.port)" : "omni.example.com"
            let settings = TransportSettings(
                base: "https://\(host)/api",
                authorization: "Bearer secret-token",
                proxy: proxy,
                roots: roots
            )
            let result = try await withTransport(settings) { transport in
                do {
                    let request = APIRequest(APICall(.get, "/v1/connections"))
                    return Result<APIResponse, TransportError>.success(try await transport.send(request))
                } catch let error as TransportError {
                    return .failure(error)
                }
            }
            return (result, host, server.requests)
        }
    }

    private func roots(_ certificates: NIOSSLCertificate...) -> TrustRoots {
        TrustRoots(certificates: certificates)
    }

    private func expect(
        _ result: Result<APIResponse, TransportError>,
        _ failure: TLSFailure,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(result == .failure(.notSent(.tls(failure))), sourceLocation: sourceLocation)
        #expect(TransportError.Reason.tls(failure).isLasting, sourceLocation: sourceLocation)
    }

    @Test func `a certificate that has expired`() async throws {
        let certificate = try LoopbackServer.expired
        let (result, host, requests) = try await result(
            tls: LoopbackServer.tls(as: certificate),
            roots: roots(certificate)
        )
        expect(result, .expired(host: host, day: "2021-02-03"))
        #expect(requests.isEmpty)
    }

    @Test func `a certificate that is not valid yet`() async throws {
        let certificate = try LoopbackServer.future
        let (result, host, _) = try await result(
            tls: LoopbackServer.tls(as: certificate),
            roots: roots(certificate)
        )
        expect(result, .notYetValid(host: host, day: "2090-04-05"))
    }

    @Test func `a certificate of another host`() async throws {
        let certificate = try LoopbackServer.otherHost
        let (result, host, requests) = try await result(
            tls: LoopbackServer.tls(as: certificate),
            roots: roots(certificate)
        )
        expect(result, .otherHost(host: host))
        #expect(requests.isEmpty)
    }

    @Test func `a certificate of an authority that is not known`() async throws {
        let (result, host, requests) = try await result(
            tls: LoopbackServer.tls(),
            roots: roots(LoopbackServer.otherHost)
        )
        expect(result, .notTrusted(host: host))
        #expect(requests.isEmpty)
    }

    @Test func `the system's authorities do not vouch for this machine's own certificate`() async throws {
        let (result, host, _) = try await result(tls: LoopbackServer.tls(), roots: .system)
        expect(result, TrustRoots.system.areMissing ? .noRoots : .notTrusted(host: host))
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.9\r\n", "220 mail.example.com ESMTP\r\n",
    ])
    func `a port where something else than TLS is spoken`(greeting: String) async throws {
        let (result, host, _) = try await result(of: .bytesAtOnce(greeting), tls: nil, roots: .system)
        expect(result, .noTLS(host: host))
    }

    @Test(arguments: [
        (407, ProxyFailure.authentication, true), (403, .refused, false), (502, .refused, false),
    ])
    func `a proxy that opens no tunnel`(status: Int, failure: ProxyFailure, isLasting: Bool) async throws {
        let refusal = LoopbackServer.Script.bytes("HTTP/1.1 \(status) No\r\ncontent-length: 0\r\n\r\n")
        let (result, _, _) = try await result(of: refusal, tls: nil, roots: .system) { port in
            try Proxy("http://127.0.0.1:\(port)")
        }
        #expect(result == .failure(.notSent(.proxy(failure))))
        #expect(TransportError.Reason.proxy(failure).isLasting == isLasting)
    }

    @Test func `no message is a library's`() async throws {
        for tls in [try LoopbackServer.tls(), try LoopbackServer.tls(upTo: .tlsv1), nil] {
            let (result, _, _) = try await result(of: .bytesAtOnce("?????????"), tls: tls, roots: .system)
            guard case .failure(let error) = result else {
                Issue.record("\(result)")
                continue
            }
            let words = error.reason.description
            #expect(
                !words.contains("SSL ") && !words.contains("BoringSSL") && !words.contains(".cc"),
                "\(words)"
            )
        }
    }
}
