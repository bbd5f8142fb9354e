import Foundation
import OmniSandbox
import Subprocess
import Testing

/// Two machines and one store: the first is killed before and after each exchange with the store.
@Suite("Killed at the store", .timeLimit(.minutes(10)))
struct StoreKillTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private struct Kept: Decodable {
        struct Lock: Decodable {
            let ID: String
        }

        let lock: Lock?
    }

    /// Every exchange: with a list lock, read, two writings and unlock; without one two writings more, for the create.
    static let moments = [true, false].flatMap { hasList in
        (1...(hasList ? 5 : 7)).flatMap { number in
            ["before", "after"].map { (number, $0, hasList) }
        }
    }

    @Test(arguments: moments)
    func `nothing is there twice, nothing is lost, and the other machine ends at the manifest`(
        number: Int,
        phase: String,
        hasList: Bool
    ) async throws {
        try await StoreServer.withHTTP("gitlab") { server in
            try await withWorld(Organization.store(), { $0.api.hasList = hasList }) { world in
                let world = world.keeping(in: server, gitLab: true)
                try world.write(Self.manifest)
                try await server.control("stop?at=\(number)&is=\(phase)")
                _ = try await world.run(["apply", "--auto-approve", "--rate", "100000"]) { running in
                    let isReached = try await server.control("reached?at=\(number)") == Data("true".utf8)
                    if isReached { try running.send(.kill) }
                }
                try await server.control("go")
                let other = try world.onAnotherMachine()
                try other.write(Self.manifest)
                let kept = try JSONDecoder().decode(Kept.self, from: await server.control("state"))
                if let id = kept.lock?.ID { (try await other.run("state", "unlock", id)).expect(exitCode: 0) }
                try await Self.finish(other)
                #expect(await world.routing() == Self.manifest.routing)
                #expect(await world.sandbox.requests().counts["POST", default: 0] <= 2)
                if hasList { #expect(await world.sandbox.requests().refusals == []) }
            }
        }
    }

    /// Applies; what no list can tell is told by hand first, with the command that the message names.
    private static func finish(_ world: World) async throws {
        let outcome = try await world.apply()
        guard outcome.exitCode != 0 else { return }
        #expect(outcome.stderr.contains("omnienv import base1/env1"), "\(outcome.everything)")
        for number in [1, 2] {
            let address = "base1/env\(number)"
            if let id = await world.environment(number) {
                (try await world.run("import", address, id)).expect(exitCode: 0)
            } else {
                (try await world.run("state", "forget", address, "--auto-approve")).expect(exitCode: 0)
            }
        }
        (try await world.apply()).expect(exitCode: 0)
    }
}
