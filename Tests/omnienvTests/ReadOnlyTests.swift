import Foundation
import OmniSandbox
import Testing

/// What only reads makes no request but GET, and holds a client that could make no other.
@Suite("Commands that only read", .timeLimit(.minutes(5)))
struct ReadOnlyTests {
    @Test(arguments: [
        ["plan"], ["plan", "--prune"], ["drift"], ["export"], ["import", "--all"], ["doctor"],
        ["state", "list"],
        ["state", "show", "base1/env1"], ["state", "forget", "base1/env1", "--auto-approve"],
    ])
    func `they ask for nothing but GET`(_ command: [String]) async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            #expect(try await world.apply().exitCode == 0)
            try world.write(Manifest(.env(1, "c"), .env(3, "d")))
            try await world.sandbox.edit { try $0.change(1, ["x"]) }
            let before = await world.routing()
            _ = await world.requests()
            let outcome = try await world.run(command)
            #expect([0, 2].contains(outcome.exitCode), "\(outcome.everything)")
            #expect(await world.requests().allSatisfy { $0.method == "GET" })
            #expect(await world.routing() == before)
        }
    }

    @Test func `the client that writes is named where an apply runs, and nowhere else`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/omnienv")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let writers = try paths.filter { $0.hasSuffix(".swift") }.filter { path in
            try String(contentsOf: folder.appending(path: path), encoding: .utf8).contains("OmniClient")
        }
        #expect(!writers.isEmpty)
        #expect(writers.allSatisfy { $0.hasPrefix("Apply/") }, "\(writers)")
    }
}
