import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL

/// Looks at the certificates of a host that were refused, to tell why: the library says only that they were. Nothing is
/// sent there, neither a request nor the token.
struct CertificateProbe {
    let host: String
    let port: Int
    let timeout: TimeAmount

    /// - Parameters:
    ///   - name: the host, as messages name it.
    ///   - now: seconds since the beginning of 1970.
    func cause(name: String, now: Int, on loop: any EventLoop) async -> TLSFailure {
        let certificates = await certificates(on: loop)
        if let ended = certificates.map({ Int($0.notValidAfter) }).filter({ $0 < now }).min() {
            return .expired(host: name, day: Self.day(ended))
        }
        if let start = certificates.map({ Int($0.notValidBefore) }).filter({ $0 > now }).max() {
            return .notYetValid(host: name, day: Self.day(start))
        }
        return certificates.isEmpty ? .refused(host: name) : .notTrusted(host: name)
    }

    /// Empty when they cannot be had.
    private func certificates(on loop: any EventLoop) async -> [NIOSSLCertificate] {
        guard let context = try? NIOSSLContext(configuration: .makeClientConfiguration()) else { return [] }
        let found = loop.makePromise(of: [NIOSSLCertificate].self)
        loop.scheduleTask(in: timeout) { found.succeed([]) }
        ClientBootstrap(group: loop)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.closeFuture.whenComplete { _ in found.succeed([]) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler(context, found))
                }
            }
            .connect(host: host, port: port)
            .whenFailure { _ in found.succeed([]) }
        return (try? await found.futureResult.get()) ?? []
    }

    /// Refuses every certificate once it has been seen.
    private func handler(_ context: NIOSSLContext, _ found: EventLoopPromise<[NIOSSLCertificate]>) throws
        -> NIOSSLClientHandler
    {
        let see: NIOSSLCustomVerificationCallback = { certificates, verdict in
            found.succeed(certificates)
            verdict.succeed(.failed)
        }
        do {
            return try NIOSSLClientHandler(
                context: context,
                serverHostname: host,
                customVerificationCallback: see
            )
        } catch {
            // An address has no name that a server could be told.
            return try NIOSSLClientHandler(
                context: context,
                serverHostname: nil,
                customVerificationCallback: see
            )
        }
    }

    private static func day(_ seconds: Int) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601.year().month().day())
    }
}
