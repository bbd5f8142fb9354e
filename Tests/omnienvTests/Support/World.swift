import Foundation
import OmniSandbox
import Subprocess
import Synchronization
import SystemPackage
import Testing

/// One test's own Omni, folder and environment variables. Nothing is shared with other tests, and nothing comes from
/// whoever runs them.
struct World: Sendable {
    static let token = "omni_osk_a-token-that-nobody-may-see"

    let sandbox: Sandbox
    let folder: URL
    /// Requests as the sandbox decides about them, to wait for one.
    let arrivals: AsyncStream<RequestRecord>
    let gate: Gate
    var variables: [String: String]
    private let seen = Seen()

    private final class Seen: Sendable {
        let count = Mutex(0)
        /// The files that the test has written, which may hold a token.
        let inputs = Mutex<Set<String>>([])
    }

    init(sandbox: Sandbox, folder: URL, arrivals: AsyncStream<RequestRecord>, gate: Gate) {
        self.sandbox = sandbox
        self.folder = folder
        self.arrivals = arrivals
        self.gate = gate
        variables = Program.surroundings.merging([
            "HOME": folder.path,
            "OMNI_BASE_URL": "http://127.0.0.1:\(sandbox.port)",
            "OMNI_API_TOKEN": Self.token,
        ]) { $1 }
    }

    /// The requests since this was last asked.
    func requests() async -> [RequestRecord] {
        let all = await sandbox.requests()
        return seen.count.withLock { count in
            defer { count = all.count }
            return Array(all[count...])
        }
    }

    func note(input name: String) { seen.inputs.withLock { _ = $0.insert(name) } }

    /// The token stands in no file but those that the test has put there itself.
    func expectNoToken(sourceLocation: SourceLocation = #_sourceLocation) {
        let inputs = seen.inputs.withLock { $0 }
        for name in FileManager.default.subpaths(atPath: folder.path) ?? [] where !inputs.contains(name) {
            #expect(text(of: name)?.contains(Self.token) != true, "\(name)", sourceLocation: sourceLocation)
        }
    }

    /// The same world with another environment variable; nil takes it away.
    func with(_ name: String, _ value: String?) -> World {
        var world = self
        world.variables[name] = value
        return world
    }
}

/// Runs a test in a world that ends with it.
/// - Parameters:
///   - store: what Omni holds at first.
///   - faults: in the words of the fault grammar. A `slow` answer waits until the world's gate opens, however many
///     seconds it names.
func withWorld(
    _ store: Store = Organization.store(),
    faults: [String] = [],
    _ change: (inout SandboxConfiguration) -> Void = { _ in },
    test: (World) async throws -> Void
) async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: RequestRecord.self)
    let gate = Gate()
    var configuration = SandboxConfiguration()
    configuration.faults = try faults.map { try Fault(parsing: $0) }
    configuration.onRequest = { arrival.yield($0) }
    configuration.wait = { _ in await gate.pass() }
    change(&configuration)
    let folder = FileManager.default.temporaryDirectory.appending(path: "omnienv-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await withSandbox(store, configuration) { sandbox in
        defer { gate.open() }
        let world = World(sandbox: sandbox, folder: folder, arrivals: arrivals, gate: gate)
        try await test(world)
        world.expectNoToken()
    }
}
