import Foundation
import OmniSandbox
import Subprocess
import Testing

/// Whatever Omni or the machine does, each environment ends up attached once, with the manifest's values.
@Suite("Guarantees", .timeLimit(.minutes(1)))
struct GuaranteeTests {
    private static let manifest = Manifest(.env(1, "dev", "staging"), .env(2, "eu"), .env(3))

    @Test func `an instance that wants arrays costs one refused request and no duplicate`() async throws {
        let manifest = Manifest(
            bases: .init(1, [.env(1, "a")]),
            .init(2, [.env(2, "b")]),
            .init(3, [.env(3, "c")])
        )
        try await withWorld(Organization.store(bases: 3), { $0.wire = .array }) { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.refusals.count == 1)
            #expect(requests.counts == ["GET": 2, "POST": 4, "PUT": 3])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `without a list the state file alone leads`() async throws {
        try await withWorld {
            $0.hasList = false
        } test: { world in
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            let edited = Manifest(.env(1, "dev"), .env(2, "eu", "uk"), .env(3, "staging"), .env(4, "x"))
            try world.write(edited)
            #expect(try await world.run("plan", "--detailed-exitcode").exitCode == 2)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == edited.routing)
            #expect(try await world.run("plan", "--detailed-exitcode").exitCode == 0)
        }
    }

    @Test func `a swap and a ring of five apply without a refused request`() async throws {
        try await withWorld { world in
            for shift in [0, 1, 3] {
                let manifest = Manifest((1...5).map { .env($0, "v\(($0 + shift) % 5)") })
                try world.write(manifest)
                #expect(try await world.apply().exitCode == 0)
                #expect(await world.routing() == manifest.routing)
            }
            let swap = Manifest(.env(1, "v0"), .env(2, "v4"), .env(3, "v1"), .env(4, "v2"), .env(5, "v3"))
            try world.write(swap)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == swap.routing)
            #expect(await world.requests().refusals == [])
            try await world.expectSettled()
        }
    }

    @Test func `a thousand environments take one POST and a PUT each`() async throws {
        let manifest = Manifest((1...1_000).map { .env($0, "v\($0)") })
        try await withWorld(Organization.store(connections: 1_000)) { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 2, "POST": 1, "PUT": 1_000])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test(arguments: ["lost-after", "lost-before", "503-after", "503-before", "garbage", "partial"])
    func `whatever becomes of the answer to a POST, each environment is attached once`(fault: String)
        async throws
    {
        try await withWorld(faults: ["POST /v1/connection-environments 1 \(fault)"]) { world in
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
            #expect(await world.sandbox.snapshot().environments.values.joined().count == 3)
            try await world.expectSettled()
        }
    }

    @Test func `without a list a lost answer stops, and import ends it`() async throws {
        let faults = ["POST /v1/connection-environments 1 lost-after"]
        try await withWorld(faults: faults, { $0.hasList = false }) { world in
            let manifest = Manifest(.env(1, "a"))
            try world.write(manifest)
            let cutOff = try await world.apply()
            #expect(cutOff.exitCode == 3)
            let way = "omnienv import base1/env1 <environment id>"
            #expect(cutOff.stdout.contains(way))
            let next = try await world.apply()
            #expect(next.exitCode == 1)
            #expect(next.stderr.contains(way))
            let id = try #require(await world.environment(1))
            #expect(try await world.run("import", "base1/env1", id).exitCode == 0)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `a killed apply is completed by the next one`() async throws {
        try await withWorld(faults: ["PUT * 2 slow:30"]) { world in
            let manifest = Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c"))
            try world.write(manifest)
            let outcome = try await world.run("apply", "--auto-approve") { running in
                try await running.hears("env1: values a: done")
                try running.send(.kill)
            }
            #expect(outcome.exitCode == 137)
            world.gate.open()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == manifest.routing)
            #expect(await world.sandbox.snapshot().environments.values.joined().count == 3)
            try await world.expectSettled()
        }
    }

    @Test func `the first interrupt finishes the call in flight and records it`() async throws {
        try await withWorld(faults: ["PUT * 2 slow:30"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c")))
            let outcome = try await world.run("apply", "--auto-approve") { running in
                try await running.hears("env1: values a: done")
                try running.send(.interrupt)
                try await running.hears("stopping")
                world.gate.open()
            }
            #expect(outcome.exitCode == 130)
            #expect(outcome.stdout.contains("Not tried"))
            #expect(try await world.apply().exitCode == 0)
            try await world.expectSettled()
        }
    }

    @Test func `pruning detaches, adoption writes nothing`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            #expect(try await world.apply().exitCode == 0)
            try FileManager.default.removeItem(at: world.folder.appending(path: World.stateFile))
            _ = await world.requests()
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().writes == [])
            try world.write(Manifest(.env(1, "dev", "staging")))
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing()[1]?.count == 3)
            #expect(try await world.apply("--prune").exitCode == 0)
            #expect(await world.routing() == [1: [1: ["dev", "staging"]]])
        }
    }
}
