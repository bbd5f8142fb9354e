import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Serves scripted bytes over plain sockets on a port of its own choice, one script for each connection's next
/// request, and remembers every request as text.
final class LoopbackServer: Sendable {
    enum Script: Sendable {
        case bytes(String)
        case raw([UInt8])
        /// Sends the bytes, then closes the connection.
        case bytesThenClose(String)
        /// Answers as soon as anything arrives, such as a TLS greeting.
        case bytesAtOnce(String)
        /// Never answers.
        case silence
    }

    let port: Int
    private let channel: any Channel
    private let state: Handler.Shared

    /// - Parameter tls: how it speaks TLS; nil for not at all.
    static func with<Result>(
        _ scripts: [Script],
        tls: TLSConfiguration? = nil,
        _ body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let server = try await LoopbackServer(scripts, tls)
        do {
            let result = try await body(server)
            try await server.channel.close()
            return result
        } catch {
            try? await server.channel.close()
            throw error
        }
    }

    var requests: [String] { state.requests.withLock { $0 } }

    private init(_ scripts: [Script], _ tls: TLSConfiguration?) async throws {
        let state = Handler.Shared(scripts)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        self.state = state
    }
}

private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    final class Shared: Sendable {
        let requests = Mutex<[String]>([])
        let scripts: [LoopbackServer.Script]

        init(_ scripts: [LoopbackServer.Script]) {
            self.scripts = scripts
        }
    }

    private let shared: Shared
    private var received = ""

    init(_ shared: Shared) {
        self.shared = shared
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        guard isComplete else { return }
        let number = shared.requests.withLock { requests in
            requests.append(received)
            return requests.count - 1
        }
        received = ""
        switch shared.scripts[min(number, shared.scripts.count - 1)] {
        case .silence: break
        case .bytes(let text), .bytesAtOnce(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .raw(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        case .bytesThenClose(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        }
    }

    private var isComplete: Bool {
        if case .bytesAtOnce = shared.scripts[0] { return true }
        guard let bodyStart = received.firstRange(of: "\r\n\r\n")?.upperBound else { return false }
        let lines = received[..<bodyStart].lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        return received[bodyStart...].utf8.count >= length ?? 0
    }
}
