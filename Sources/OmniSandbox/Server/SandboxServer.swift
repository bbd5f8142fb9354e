import Hummingbird
import Logging
import NIOCore

/// Runs a sandbox on 127.0.0.1 for as long as `body` takes, and returns what that returns. The port is a
/// free one unless the configuration names one.
package func withSandbox<R: Sendable>(
    _ store: Store,
    _ configuration: SandboxConfiguration = SandboxConfiguration(),
    body: (Sandbox) async throws -> R
) async throws -> R {
    let (sandboxes, ready) = AsyncStream.makeStream(of: Sandbox.self)
    let server = SandboxServer(store, configuration) { ready.yield($0) }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { ready.finish() }
            try await server.run()
        }
        guard let sandbox = await sandboxes.first(where: { _ in true }) else {
            try await group.waitForAll()
            throw CancellationError()
        }
        let result = try await body(sandbox)
        group.cancelAll()
        return result
    }
}

/// Serves a sandbox on 127.0.0.1 until SIGINT or SIGTERM.
/// - Parameter onReady: told once it listens.
/// - Throws: `ListenError` when the port cannot be had.
package func serveSandbox(
    _ store: Store,
    _ configuration: SandboxConfiguration,
    onReady: @escaping @Sendable (Sandbox) -> Void
) async throws {
    try await SandboxServer(store, configuration, onReady: onReady).serve()
}

private struct SandboxServer {
    private let application: Application<SandboxResponder>
    private let port: Int

    init(
        _ store: Store,
        _ configuration: SandboxConfiguration,
        onReady: @escaping @Sendable (Sandbox) -> Void
    ) {
        port = configuration.port
        let desk = SandboxDesk(store: store, configuration: configuration)
        application = Application(
            responder: SandboxResponder(desk: desk, wait: configuration.wait),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: configuration.port),
                serverName: nil
            ),
            onServerRunning: { channel in
                onReady(Sandbox(port: channel.localAddress?.port ?? configuration.port, desk: desk))
            },
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func run() async throws {
        try await application.run()
    }

    func serve() async throws {
        do {
            try await application.runService()
        } catch let error as IOError {
            throw ListenError(port: port, number: error.errnoCode)
        }
    }
}
