import Hummingbird
import Logging
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A running sandbox.
package struct Sandbox: Sendable {
    package let port: Int
    private let desk: SandboxDesk

    init(port: Int, desk: SandboxDesk) {
        self.port = port
        self.desk = desk
    }

    /// Where the API is, `/api` included.
    package var baseURL: String { "http://127.0.0.1:\(port)\(Endpoint.root)" }

    /// The routing that it holds now.
    package func snapshot() async -> Snapshot {
        Snapshot(await desk.store)
    }

    /// All that it holds now.
    package func store() async -> Store {
        await desk.store
    }

    /// Every request to the API so far, oldest first: at least the last 100,000.
    package func requests() async -> [RequestRecord] {
        await desk.records
    }

    /// Changes the store from outside, between two requests.
    package func edit<R: Sendable, E>(
        _ change: @Sendable (inout Store) throws(E) -> R
    ) async throws(E) -> R {
        try await desk.edit(change)
    }

    /// Adds a fault; it counts the requests from here on.
    package func script(_ fault: Fault) async {
        await desk.add(fault)
    }
}

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

/// Why the server cannot take its port.
package struct ListenError: Error, Sendable, Equatable, CustomStringConvertible {
    let port: Int
    /// The system's number for the reason.
    let number: Int32

    package var description: String {
        "cannot listen on 127.0.0.1:\(port): \(reason); give another --port, or none"
    }

    private var reason: String {
        switch number {
        case EADDRINUSE: "the port is taken"
        case EACCES: "the port is not for everybody"
        default: String(cString: strerror(number)).lowercased()
        }
    }
}
