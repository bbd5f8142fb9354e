import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOSSL

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
