import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sends requests with one HTTP client, which keeps its connections open between them.
struct PooledTransport: Transport {
    /// How much of an answer is taken, before and after decompression.
    static let largestAnswer = 64 << 20
    /// How much of an answer without success is taken, in bytes: it is only looked through for words.
    static let largestFailure = 64 << 10

    private let http: HTTPClient
    /// One loop for connections and answers alike: a change of threads costs a fifth of a call on loopback.
    private let loop: any EventLoop
    private let settings: TransportSettings
    /// Where requests go, as messages name it.
    private let origin: Origin
    private let headers: HTTPHeaders
    private let headersWithBody: HTTPHeaders
    private let timeout: TimeAmount
    private let largestAnswer: Int

    init(settings: TransportSettings, http: HTTPClient, largestAnswer: Int = Self.largestAnswer) {
        self.http = http
        loop = http.eventLoopGroup.any()
        self.settings = settings
        origin = Origin(settings.base)
        var headers: HTTPHeaders = [
            "accept": "application/json",
            "accept-encoding": "gzip, deflate",
            "user-agent": settings.userAgent,
        ]
        if let authorization = settings.authorization {
            headers.add(name: "authorization", value: authorization)
        }
        self.headers = headers
        headers.add(name: "content-type", value: "application/json")
        headersWithBody = headers
        timeout = TimeAmount(settings.timeouts.request)
        self.largestAnswer = largestAnswer
    }

    /// A call is cancelled together with its task. The answer to a write is lost then.
    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        let collector = AnswerCollector(limit: largestAnswer)
        do {
            let task = http.execute(
                request: try httpRequest(request),
                delegate: collector,
                eventLoop: .delegate(on: loop),
                deadline: .now() + timeout
            )
            return try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
        } catch AnswerCollector.Stop.enoughOfFailure(let response) {
            return response
        } catch {
            throw await explained(
                TransportError(error, mayHaveBeenSent: collector.mayHaveBeenSent, host: origin.name)
            )
        }
    }

    /// With the cause, where certificates were refused.
    private func explained(_ error: TransportError) async -> TransportError {
        guard case .notSent(.tls(.refused)) = error else { return error }
        if settings.roots.areMissing { return .notSent(.tls(.noRoots)) }
        // Behind a proxy the certificates cannot be seen again.
        guard settings.proxy == nil else { return error }
        let probe = CertificateProbe(
            host: origin.host,
            port: origin.port,
            timeout: TimeAmount(settings.timeouts.connect)
        )
        return .notSent(.tls(await probe.cause(name: origin.name, now: time(nil), on: loop)))
    }

    private func httpRequest(_ request: APIRequest) throws -> HTTPClient.Request {
        var headers = request.body == nil ? headers : headersWithBody
        for (name, value) in request.headers { headers.replaceOrAdd(name: name, value: value) }
        return try HTTPClient.Request(
            url: settings.url(of: request.call),
            method: HTTPMethod(rawValue: request.call.method.rawValue),
            headers: headers,
            body: request.body.map { .byteBuffer(ByteBuffer(bytes: $0)) }
        )
    }
}

/// The host and port of an address.
private struct Origin {
    let host: String
    let port: Int

    /// An address that cannot be read fails with the first request.
    init(_ base: String) {
        let request = try? HTTPClient.Request(url: base)
        host = request?.host ?? ""
        port = request?.port ?? 443
    }

    var name: String { port == 443 ? host : "\(host):\(port)" }
}

extension PooledTransport {
    /// The HTTP client repeats and follows nothing by itself: both are the caller's decisions.
    static func configuration(_ settings: TransportSettings) -> HTTPClient.Configuration {
        var pool = HTTPClient.Configuration.ConnectionPool(idleTimeout: .seconds(15))
        pool.retryConnectionEstablishment = false
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = settings.roots.certificates.map { .certificates($0) } ?? .default
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(settings.timeouts.connect)),
            connectionPool: pool,
            proxy: settings.proxy.map(\.configuration),
            decompression: .enabled(limit: .size(largestAnswer))
        )
        configuration.httpVersion = .http1Only
        return configuration
    }
}

extension Proxy {
    fileprivate var configuration: HTTPClient.Configuration.Proxy {
        let authorization = credentials.map {
            HTTPClient.Authorization.basic(username: $0.user, password: $0.password)
        }
        return .server(host: host, port: port, authorization: authorization)
    }
}

/// Runs `body` with a transport that sends over HTTP, and closes its connections afterwards. Throws what `body` throws.
package func withTransport<Result>(
    _ settings: TransportSettings,
    isolation: isolated (any Actor)? = #isolation,
    body: (any Transport) async throws -> Result
) async throws -> Result {
    try await HTTPClient.withHTTPClient(configuration: PooledTransport.configuration(settings)) { http in
        try await body(PooledTransport(settings: settings, http: http))
    }
}
