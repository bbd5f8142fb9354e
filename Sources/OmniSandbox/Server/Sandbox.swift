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
