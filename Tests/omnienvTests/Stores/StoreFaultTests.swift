import Foundation
import OmniSandbox
import Subprocess
import Testing

/// What a store's failures and a signal in the midst of its requests leave behind: no lock, no copy of the state, no secret.
@Suite("Faults of stores", .timeLimit(.minutes(3)))
struct StoreFaultTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))
    private static let copies = "copies"

    private static func withStore(
        _ kind: String = "gitlab",
        hasList: Bool = true,
        test: (World, StoreServer) async throws -> Void
    ) async throws {
        try await StoreServer.withHTTP(kind) { server in
            try await withWorld(Organization.store(), { $0.api.hasList = hasList }) { world in
                try world.write(manifest)
                let copies = world.folder.appending(path: copies)
                try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
                let world = world.keeping(in: server, gitLab: kind == "gitlab").with("TMPDIR", copies.path)
                try await test(world, server)
            }
        }
    }

    private static func isLocked(_ server: StoreServer) async throws -> Bool {
        try await !server.control("state").contains(Data(#""lock": null"#.utf8))
    }

    private static func expectNothingLeft(_ world: World, _ server: StoreServer) async throws {
        #expect(try await !isLocked(server))
        let path = world.folder.appending(path: copies).path
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
    }

    /// The second request of each proves the lock, or frees what was taken to learn whether it is free; the third one reads.
    @Test(arguments: [
        (["apply", "--auto-approve"], [1, 2, 3]), (["doctor"], [1, 2, 3]), (["state", "lock"], [1, 2]),
        (["state", "lock", "--hold", "--reason", "freeze"], [1, 2]),
    ])
    func `a signal waits for what becomes of the lock that was asked for, and frees it`(
        _ command: [String],
        _ requests: [Int]
    ) async throws {
        for request in requests {
            for phase in ["before", "after"] {
                try await Self.withStore { world, server in
                    try await server.control("stop?at=\(request)&is=\(phase)")
                    let outcome = try await world.run(command) { running in
                        try await server.control("reached")
                        try running.send(.interrupt)
                        try await running.hears("once more to stop at once")
                        // Nothing shows that a run waits: this is the time in which one that does not would free the lock.
                        try await Task.sleep(for: .milliseconds(300))
                        try await server.control("go")
                    }
                    outcome.expect(exitCode: 130)
                    try await Self.expectNothingLeft(world, server)
                }
            }
        }
    }

    @Test(arguments: [
        ["apply", "--auto-approve"], ["state", "lock", "--hold", "--reason", "freeze"],
    ])
    func `a lock that cannot be proved is freed`(_ command: [String]) async throws {
        try await Self.withStore { world, server in
            try await server.control("refuse?at=2&is=403")
            let outcome = try await world.run(command)
            outcome.expect(exitCode: 5)
            try await Self.expectNothingLeft(world, server)
            #expect(await world.requests().count == 0)
        }
    }

    @Test func `a lock that may have been taken by a request without an answer is freed or named`()
        async throws
    {
        try await Self.withStore { world, server in
            try await server.control("refuse?at=1&at=2&at=3&at=4&is=502")
            let outcome = try await world.apply()
            outcome.expect(exitCode: 1)
            #expect(!outcome.stderr.contains("state unlock"), "\(outcome.everything)")
            try await Self.expectNothingLeft(world, server)
            try await server.control("stop?at=1&is=after")
            let hanging = try await world.run(["apply", "--auto-approve"]) { running in
                try await server.control("reached")
                try await server.control("hang")
                try running.send(.terminate)
            }
            hanging.expect(exitCode: 143)
            let unlock = try #require(
                hanging.stderr.firstMatch(of: /may have been taken.*state unlock (\S+)/)
            )
            try await server.control("run")
            try await server.control("go")
            _ = try await world.run("state", "unlock", String(unlock.1))
            try await Self.expectNothingLeft(world, server)
        }
    }

    @Test func `a question that nobody answers frees no lock of others, also where the store would`()
        async throws
    {
        try await Self.withStore("careless") { world, server in
            try await server.control("lock", StoreServer.foreignLock)
            try await server.control("refuse?at=1&at=2&at=3&at=4&is=502")
            (try await world.run("state", "lock")).expect(exitCode: 1)
            let kept = String(decoding: try await server.control("state"), as: UTF8.self)
            #expect(kept.contains("omnienv-job-99"), "\(kept)")
        }
    }

    @Test func `what an unfinished question has left is freed with the lock that asked`() async throws {
        try await Self.withStore { world, server in
            let left = StoreServer.foreignLock.replacing("omnienv-job-99-0f26bc20", with: "mine-asks")
            try await server.control("lock", left)
            (try await world.run("state", "unlock", "another")).expect(exitCode: 1)
            (try await world.run("state", "unlock", "mine")).expect(exitCode: 0)
            try await Self.expectNothingLeft(world, server)
        }
    }

    /// The fourth request is the first writing.
    @Test func `a signal while the state is written ends with its own exit code`() async throws {
        try await Self.withStore(hasList: false) { world, server in
            let id = UUID().uuidString.lowercased()
            try await server.control("stop?at=4&is=after")
            let outcome = try await world.run(["import", "base1/env1", id]) { running in
                try await server.control("reached")
                try running.send(.interrupt)
                try await running.hears("once more to stop at once")
                try await server.control("go")
            }
            outcome.expect(exitCode: 130)
            try await Self.expectNothingLeft(world, server)
            #expect(String(decoding: try await server.control("state"), as: UTF8.self).contains(id))
        }
    }

    @Test(arguments: [413, 403])
    func `what the store never took leaves nothing behind, and Omni is asked to change nothing`(_ status: Int)
        async throws
    {
        try await Self.withStore(hasList: false) { world, server in
            let id = UUID().uuidString.lowercased()
            try await server.control("unwritable?is=\(status)")
            for command in [["import", "base1/env1", id], ["apply", "--auto-approve"]] {
                let outcome = try await world.run(command)
                outcome.expect(exitCode: status == 403 ? 5 : 1)
                #expect(outcome.stderr.contains("the shared state gitlab:prod"))
                #expect(await world.requests().writes == [])
                try await Self.expectNothingLeft(world, server)
            }
        }
    }

    @Test(arguments: ["a pass word that nobody may see", "ein-Paßwort-für-niemanden"])
    func `a secret of any characters is hidden, also as its server repeats it`(_ secret: String) async throws
    {
        try await Self.withStore { world, _ in
            let world = world.with("CI_JOB_TOKEN", secret)
            let encoded = Data("gitlab-ci-token:\(secret)".utf8).base64EncodedString()
            for command in [["state", "list"], ["apply", "--auto-approve", "--verbose"], ["doctor"]] {
                let outcome = try await world.run(command)
                #expect(outcome.everything.contains("Access denied"))
                #expect(!outcome.everything.contains(secret))
                #expect(!outcome.everything.contains(encoded))
            }
        }
    }

    @Test(arguments: [
        "https://user:a-secret-of-its-own@example.com/state", "https://a-secret-of-its-own@example.com/state",
        "https://127.0.0.1:1/state?code=a-secret-of-its-own",
        "s3://states/key?endpoint=https://user:a-secret-of-its-own@example.com",
    ])
    func `a secret in the place of the state is hidden`(_ place: String) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            for command in ["config", "doctor", "plan"] {
                let outcome = try await world.run(command, "--state", place)
                #expect(!outcome.everything.contains("a-secret-of-its-own"), "\(outcome.everything)")
            }
        }
    }

    @Test func `a hold has an id and a reason`() async throws {
        try await Self.withStore { world, server in
            (try await world.apply("--lock-id", "")).expect(exitCode: 64)
            (try await world.run("state", "lock", "--hold", "--reason", " ")).expect(exitCode: 64)
            #expect(try await server.requests() == [])
        }
    }
}
