import Foundation
import OmniSandbox
import Subprocess
import Testing

/// A state that machines share over HTTP. What the server holds and was asked is what counts.
@Suite("Shared state over HTTP", .timeLimit(.minutes(5)))
struct SharedStateTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private static func withStore(
        _ kind: String = "gitlab",
        _ store: Store = Organization.store(),
        hasList: Bool = true,
        faults: [String] = [],
        test: (World, StoreServer) async throws -> Void
    ) async throws {
        try await StoreServer.withHTTP(kind) { server in
            try await withWorld(store, faults: faults, { $0.api.hasList = hasList }) { world in
                let world = world.keeping(in: server, gitLab: kind == "gitlab")
                try world.write(manifest)
                try await test(world, server)
            }
        }
    }

    private struct Kept: Decodable {
        struct Lock: Decodable {
            let ID: String
        }

        let lock: Lock?
        let content: String
    }

    private static func kept(_ server: StoreServer) async throws -> Kept {
        try JSONDecoder().decode(Kept.self, from: await server.control("state"))
    }

    @Test(arguments: ["gitlab", "plain"])
    func `another machine goes on from what the first one has left`(_ kind: String) async throws {
        try await Self.withStore(kind) { world, server in
            (try await world.apply()).expect(exitCode: 0)
            let kept = try await Self.kept(server)
            #expect(kept.lock == nil)
            #expect(kept.content.hasPrefix(#"{"version":1000,"serial":"#))
            #expect(kept.content.contains(#""outcome":"done""#))
            #expect(try world.files() == ["omnienv.yaml"])
            let other = try world.onAnotherMachine()
            try other.write(Self.manifest)
            (try await other.run("state", "list")).expect(exitCode: 0)
            #expect(try await other.run("drift").exitCode == 0)
            try await other.expectSettled()
            try other.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            (try await other.apply()).expect(exitCode: 0)
            #expect(await world.routing() == [1: [1: ["a", "c"], 2: ["b"]]])
            #expect(try await Self.kept(server).lock == nil)
        }
    }

    @Test func `reading commands neither lock nor write`() async throws {
        try await Self.withStore { world, server in
            (try await world.apply()).expect(exitCode: 0)
            _ = try await server.requests()
            for command in [["plan"], ["drift"], ["route", "a"], ["state", "list"], ["state", "pull"]] {
                _ = try await world.run(command)
            }
            let requests = try await server.requests()
            #expect(Set(requests) == ["GET /api/v4/projects/42/terraform/state/prod"], "\(requests)")
        }
    }

    @Test func `the holder of the lock is named, never oneself, and freed by exactly its id`() async throws {
        try await Self.withStore { world, server in
            try await server.control("lock", StoreServer.foreignLock)
            let refused = try await world.apply("--lock-timeout", "300ms")
            refused.expect(exitCode: 6)
            #expect(
                refused.stderr.contains("omnienv-job-99-0f26bc20 (ci@runner-9) since 2026-11-26T08:00:00Z")
            )
            #expect(refused.stderr.contains("omnienv state unlock omnienv-job-99-0f26bc20"))
            #expect(await world.requests().count == 0)
            (try await world.run("state", "unlock", "omnienv-job-1-00000000")).expect(exitCode: 1)
            #expect(try await Self.kept(server).lock?.ID == "omnienv-job-99-0f26bc20")
            (try await world.run("state", "unlock", "omnienv-job-99-0f26bc20")).expect(exitCode: 0)
            (try await world.apply()).expect(exitCode: 0)
        }
    }

    @Test func `an apply that waits takes over as soon as the lock is free`() async throws {
        try await Self.withStore { world, server in
            try await server.control("lock", StoreServer.foreignLock)
            let outcome = try await world.run(["apply", "--auto-approve"]) { running in
                try await running.hears("waiting up to 30 seconds")
                try await server.control("break")
            }
            outcome.expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test(arguments: ["gitlab", "plain"])
    func `a run whose lock was broken sends nothing more and overwrites nothing`(_ kind: String) async throws
    {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: ["b"]])
        let manifest = Manifest(.env(1, "a", "x"), .env(2, "b", "y"))
        try await Self.withStore(kind, store, faults: ["PUT * 1 slow:1"]) { world, server in
            try world.write(manifest)
            let outcome = try await world.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "PUT", 1)
                try await server.control("lock", StoreServer.foreignLock)
                try await server.control("content", "the other run's")
                world.gate.open()
            }
            outcome.expect(exitCode: 3)
            #expect(await world.requests().writes.count == 1)
            #expect(try await Self.kept(server).content == "the other run's")
            #expect(try await Self.kept(server).lock?.ID == "omnienv-job-99-0f26bc20")
            #expect(outcome.stderr.contains("omnienv state push"), "\(outcome.everything)")
        }
    }

    @Test func `without a list the store has the intent before the create is sent, and the id after it`()
        async throws
    {
        try await Self.withStore(hasList: false, faults: ["POST * 1 slow:1"]) { world, server in
            let outcome = try await world.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "POST", 1)
                #expect(try await Self.kept(server).content.contains(#""record":"intent""#))
                try running.send(.kill)
            }
            #expect(outcome.exitCode == 137)
            world.gate.open()
            let other = try world.onAnotherMachine()
            try other.write(Self.manifest)
            let locked = try await other.apply("--lock-timeout", "100ms")
            locked.expect(exitCode: 6)
            let id = try #require(try await Self.kept(server).lock?.ID)
            #expect(locked.stderr.contains("omnienv state unlock \(id)"))
            (try await other.run("state", "unlock", id)).expect(exitCode: 0)
            let unresolved = try await other.apply()
            unresolved.expect(exitCode: 1)
            #expect(unresolved.stderr.contains("omnienv import base1/env1"))
            let ids = [await world.environment(1) ?? "", await world.environment(2) ?? ""]
            let list = "base1/env1 \(ids[0])\n\nbase1/env2  \(ids[1])\n"
            (try await other.run("import", "--from", "-", input: list)).expect(exitCode: 0)
            (try await other.apply()).expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
            #expect(await world.sandbox.requests().counts["POST"] == 1)
        }
    }

    @Test func `without a list the store knows of each detach before the next request`() async throws {
        try await Self.withStore(hasList: false, faults: ["DELETE * 2 slow:1"]) { world, server in
            (try await world.apply()).expect(exitCode: 0)
            try world.write(Manifest(.env(3, "c")))
            let outcome = try await world.run(["apply", "--auto-approve", "--prune"]) { running in
                await world.arrival(of: "DELETE", 2)
                let content = try await Self.kept(server).content
                #expect(content.matches(of: /"record":"detached"/).count == 1)
                try running.send(.kill)
            }
            #expect(outcome.exitCode == 137)
            world.gate.open()
            let id = try #require(try await Self.kept(server).lock?.ID)
            let other = try world.onAnotherMachine()
            try other.write(Manifest(.env(3, "c")))
            (try await other.run("state", "unlock", id)).expect(exitCode: 0)
            // The second one is gone, and nobody has been told: that it is not found is what was wanted.
            _ = await world.requests()
            (try await other.apply("--prune")).expect(exitCode: 0)
            #expect(await world.requests().counts["DELETE"] == 1)
            #expect(await world.routing() == [1: [3: ["c"]]])
            try await other.expectSettled()
        }
    }

    @Test func `a file that a run still writes is pushed when that has ended`() async throws {
        try await Self.withStore(faults: ["PUT * 2 slow:1"]) { world, server in
            let local = world.with("OMNIENV_STATE", nil)
            let outcome = try await local.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "PUT", 2)
                let early = try await world.run(
                    "state",
                    "push",
                    World.stateFile,
                    "--lock-timeout",
                    "200ms"
                )
                early.expect(exitCode: 6)
                #expect(try await Self.kept(server).content == "")
                let waiting = try await world.run(["state", "push", World.stateFile]) { pushing in
                    try await pushing.hears("waiting up to 30 seconds")
                    world.gate.open()
                }
                waiting.expect(exitCode: 0)
            }
            outcome.expect(exitCode: 0)
            #expect(try await Self.kept(server).content.contains(#""outcome":"done""#))
            try await world.expectSettled()
        }
    }

    @Test func `another run's state of Terraform is refused, and stays as it is`() async throws {
        let terraform = #"{"version":4,"serial":3,"lineage":"x","resources":[]}"#
        try await Self.withStore { world, server in
            try await server.control("content", terraform)
            let outcome = try await world.apply()
            outcome.expect(exitCode: 1)
            #expect(outcome.stderr.contains("a state of Terraform"))
            #expect(try await Self.kept(server).content == terraform)
            #expect(try await Self.kept(server).lock == nil)
            #expect(await world.requests().count == 0)
        }
    }

    @Test func `who may not lock is told the role, and who is not let in gets 5 too`() async throws {
        try await Self.withStore { world, server in
            try await server.control("role?is=developer")
            let outcome = try await world.apply()
            outcome.expect(exitCode: 5)
            #expect(outcome.stderr.contains("Maintainer"))
            #expect(
                try await world.with("CI_JOB_TOKEN", "wrong-token-of-a-job").run("state", "list").exitCode
                    == 5
            )
        }
    }

    @Test func `a write whose answer is lost is repeated with the next serial`() async throws {
        try await Self.withStore { world, server in
            try await server.control("lose?writes=1")
            (try await world.apply()).expect(exitCode: 0)
            #expect(try await Self.kept(server).content.contains(#""outcome":"done""#))
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `a hold keeps everybody out but whoever works under it`() async throws {
        try await Self.withStore { world, server in
            let held = try await world.run("state", "lock", "--hold", "--reason", "migration of acme")
            held.expect(exitCode: 0)
            let id = try #require(try await Self.kept(server).lock?.ID)
            #expect(id.hasPrefix("omnienv-hold-migration-of-acme-"))
            let refused = try await world.apply("--lock-timeout", "100ms")
            refused.expect(exitCode: 6)
            #expect(refused.stderr.contains(id))
            let shown = try await world.run("state", "lock", "--output", "json")
            #expect(shown.stdout.contains(#""locked" : true"#))
            let other = try await world.apply("--lock-id", "omnienv-hold-other-00000000")
            other.expect(exitCode: 6)
            #expect(other.stderr.contains(id))
            (try await world.apply("--lock-id", id)).expect(exitCode: 0)
            #expect(try await Self.kept(server).lock?.ID == id)
            (try await world.run("state", "unlock", id)).expect(exitCode: 0)
            #expect(try await world.run("state", "lock").stdout == "The state is not locked.\n")
            #expect(try await Self.kept(server).lock == nil)
        }
    }

    @Test func `a job frees what it has left behind, and nothing else`() async throws {
        try await Self.withStore(faults: ["PUT * 1 slow:1"]) { world, server in
            let job = world.with("CI_JOB_ID", "4711")
            let outcome = try await job.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "PUT", 1)
                try running.send(.kill)
            }
            #expect(outcome.exitCode == 137)
            #expect(try await Self.kept(server).lock?.ID.hasPrefix("omnienv-job-4711-") == true)
            (try await world.with("CI_JOB_ID", "4712").run("state", "unlock", "--mine")).expect(exitCode: 0)
            #expect(try await Self.kept(server).lock != nil)
            (try await job.run("state", "unlock", "--mine")).expect(exitCode: 0)
            #expect(try await Self.kept(server).lock == nil)
            (try await world.run("state", "unlock", "--mine")).expect(exitCode: 64)
        }
    }

    @Test func `a file is pushed into an empty store, and an older or a foreign one is refused`() async throws
    {
        try await Self.withStore { world, server in
            let local = world.with("OMNIENV_STATE", nil)
            (try await local.apply()).expect(exitCode: 0)
            (try await world.run("state", "push", World.stateFile)).expect(exitCode: 0)
            try await world.expectSettled()
            try world.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            (try await world.apply()).expect(exitCode: 0)
            let older = try await world.run("state", "push", World.stateFile)
            older.expect(exitCode: 4)
            #expect(older.stderr.contains("newer"))
            try world.remove(World.stateFile)
            (try await local.apply()).expect(exitCode: 0)
            (try await world.run("state", "push", World.stateFile)).expect(exitCode: 4)
            let pulled = try await world.run("state", "pull")
            pulled.expect(exitCode: 0)
            try world.write(pulled.stdout, to: "pulled.jsonl")
            (try await local.run("state", "list", "--state", "pulled.jsonl")).expect(exitCode: 0)
        }
    }

    @Test func `no secret appears anywhere, and a stranger's lock prints nothing raw`() async throws {
        let hostile = StoreServer.foreignLock
            .replacing("ci@runner-9", with: #"\u001b[2J##[error]\u202e"#)
            .replacing("omnienv-job-99-0f26bc20", with: "x; rm -rf ~")
        try await Self.withStore { world, server in
            try await server.control("lock", hostile)
            let outcome = try await world.run(
                "apply",
                "--auto-approve",
                "--verbose",
                "--lock-timeout",
                "100ms"
            )
            outcome.expect(exitCode: 6)
            #expect(!outcome.everything.contains("\u{1B}"))
            #expect(!outcome.everything.contains("\u{202E}"))
            #expect(!outcome.everything.contains("##[error]"))
            #expect(outcome.stderr.contains("omnienv state unlock 'x; rm -rf ~'"))
            try await server.control("break")
            let done = try await world.apply("--verbose")
            let kept = try await Self.kept(server).content
            for text in [outcome.everything, done.everything, kept] {
                #expect(!text.contains(StoreServer.password))
            }
        }
    }

    @Test func `elsewhere is drift told as that of an apply under way, until it has ended`() async throws {
        try await Self.withStore(faults: ["PUT * 3 slow:1"]) { world, server in
            (try await world.apply()).expect(exitCode: 0)
            try world.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            let outcome = try await world.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "PUT", 3)
                let other = try world.onAnotherMachine()
                try other.write(Self.manifest)
                let drift = try await other.run("drift")
                drift.expect(exitCode: 0)
                #expect(drift.stdout.contains("by an apply that was cut off or is under way"))
                world.gate.open()
            }
            outcome.expect(exitCode: 0)
            #expect(try await world.run("drift").stdout == "No drift. Omni is as the last apply left it.\n")
        }
    }
}
