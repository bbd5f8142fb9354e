import Foundation
import OmniSandbox
import Subprocess
import Testing

/// A run is stopped in the midst of a request, somebody frees its lock by hand, and another run takes over. Then the first
/// one goes on. What Omni was asked is what counts.
@Suite("Broken lock", .timeLimit(.minutes(5)), .serialized)
struct BrokenLockTests {
    private static let stores =
        ["gitlab", "plain", "careless"] + (StoreServer.hasEngines ? ["weed", "moto"] : [])

    private static func withStore(
        _ kind: String,
        _ environments: [Int: [String]],
        test: (World, StoreServer) async throws -> Void
    ) async throws {
        var store = Organization.store()
        try store.attach(environments)
        try await withWorld(store, faults: ["PUT * 1 slow:1"]) { world in
            switch kind {
            case "weed", "moto":
                try await StoreServer.withS3(kind) { try await test(world.keeping(inS3: $0), $0) }
            default:
                try await StoreServer.withHTTP(kind) {
                    try await test(world.keeping(in: $0, gitLab: kind == "gitlab"), $0)
                }
            }
        }
    }

    /// Stops the apply of `manifest` in its first PUT, lets another machine apply `other`, and gives what the first one asked
    /// of Omni after that.
    private static func takeOver(
        _ world: World,
        _ manifest: Manifest,
        by other: Manifest
    ) async throws -> (outcome: Outcome, writes: [String]) {
        let machine = try world.onAnotherMachine()
        try world.write(manifest)
        try machine.write(other)
        let outcome = try await world.run(["apply", "--auto-approve", "--rate", "100000"]) { running in
            await world.arrival(of: "PUT", 1)
            try running.send(.suspend)
            let locked = try await machine.apply("--lock-timeout", "100ms")
            locked.expect(exitCode: 6)
            let id = try #require(locked.stderr.firstMatch(of: /omnienv state unlock (\S+)/)).1
            (try await machine.run("state", "unlock", String(id))).expect(exitCode: 0)
            (try await machine.apply()).expect(exitCode: 0)
            _ = await world.requests()
            world.gate.open()
            try running.send(.resume)
        }
        return (outcome, await world.requests().writes)
    }

    @Test(arguments: stores)
    func `the first one asks nothing more, and overwrites nothing`(_ kind: String) async throws {
        let manifest = Manifest(.env(1, "a", "x"), .env(2, "b", "y"), .env(3, "c", "z"))
        let other = Manifest(.env(1, "a", "x"), .env(2, "b", "other"), .env(3, "c"))
        try await Self.withStore(kind, [1: ["a"], 2: ["b"], 3: ["c"]]) { world, _ in
            let (outcome, writes) = try await Self.takeOver(world, manifest, by: other)
            outcome.expect(exitCode: 3)
            #expect(writes == [])
            #expect(await world.routing() == other.routing)
            #expect(outcome.stderr.contains("omnienv state push"), "\(outcome.everything)")
            try await Self.expectKept(other, world)
        }
    }

    @Test(arguments: stores)
    func `the first one closes its window, and begins nothing more`(_ kind: String) async throws {
        let manifest = Manifest(.env(1, "a"), .env(2, "b", "moved"), .env(3, "c", "new"))
        let other = Manifest(.env(1, "a"), .env(2, "b", "moved"), .env(3, "c", "other"))
        try await Self.withStore(kind, [1: ["a", "moved"], 2: ["b"], 3: ["c"]]) { world, _ in
            let (outcome, writes) = try await Self.takeOver(world, manifest, by: other)
            outcome.expect(exitCode: 3)
            let target = try #require(await world.environment(2))
            #expect(writes.count == 1)
            #expect(writes.first?.contains("PUT /api/v1/connection-environments/\(target)") == true)
            #expect(await world.routing() == other.routing)
            try await Self.expectKept(other, world)
        }
    }

    /// The store has what the second run has left, and its lock is free.
    private static func expectKept(_ manifest: Manifest, _ world: World) async throws {
        let machine = try world.onAnotherMachine()
        try machine.write(manifest)
        #expect(try await machine.run("drift").exitCode == 0)
        try await machine.expectSettled()
        #expect(try await machine.run("state", "lock").stdout == "The state is not locked.\n")
        #expect(try await machine.run("state", "pull").stdout.matches(of: /"outcome":"done"/).count == 1)
    }
}
