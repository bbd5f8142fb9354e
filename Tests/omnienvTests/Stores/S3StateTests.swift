import Foundation
import OmniSandbox
import Subprocess
import Testing

/// A state in real S3 engines: SeaweedFS, and moto with every signature checked.
@Suite("Shared state in S3", .timeLimit(.minutes(2)), .serialized, .enabled(if: StoreServer.hasEngines))
struct S3StateTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private static func withStore(
        _ kind: String,
        _ store: Store = Organization.store(),
        faults: [String] = [],
        test: (World, StoreServer) async throws -> Void
    ) async throws {
        try await StoreServer.withS3(kind) { server in
            try await withWorld(store, faults: faults) { world in
                let world = world.keeping(inS3: server)
                try world.write(manifest)
                try await test(world, server)
            }
        }
    }

    @Test(arguments: ["weed", "moto"])
    func `lock, wait, take over, go on elsewhere, and a broken lock`(_ kind: String) async throws {
        try await Self.withStore(kind) { world, server in
            (try await world.apply()).expect(exitCode: 0)
            let requests = try await server.requests()
            #expect(requests.last == "DELETE /states/team/omnienv.state.jsonl.lock")
            #expect(try world.files() == ["omnienv.yaml"])
            let other = try world.onAnotherMachine()
            try other.write(Self.manifest)
            try await other.expectSettled()
            #expect(try await other.run("drift").exitCode == 0)

            let held = try await world.run("state", "lock", "--hold", "--reason", "freeze")
            held.expect(exitCode: 0)
            let id = try #require(held.stdout.firstMatch(of: /Held: (\S+)/)).1
            let shown = try await other.run("state", "lock")
            #expect(shown.stdout.contains(id))
            let refused = try await other.apply("--lock-timeout", "200ms")
            refused.expect(exitCode: 6)
            #expect(refused.stderr.contains("omnienv state unlock \(id)"))
            (try await other.run("state", "unlock", "omnienv-hold-other-00000000")).expect(exitCode: 1)

            try other.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            let waited = try await other.run(["apply", "--auto-approve"]) { running in
                try await running.hears("waiting up to 30 seconds")
                let freed = try await world.run("state", "unlock", String(id))
                freed.expect(exitCode: 0)
            }
            waited.expect(exitCode: 0)
            #expect(await world.routing() == [1: [1: ["a", "c"], 2: ["b"]]])
        }
    }

    @Test(arguments: ["weed", "moto"])
    func `what another run has written after the lock was broken is not overwritten`(_ kind: String)
        async throws
    {
        try await Self.withStore(kind, faults: ["PUT * 1 slow:1"]) { world, server in
            let other = try world.onAnotherMachine()
            try other.write(Self.manifest)
            let outcome = try await world.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "PUT", 1)
                let shown = try await other.run("state", "lock", "--output", "json")
                let id = try #require(shown.stdout.firstMatch(of: /"id" : "([^"]+)"/)).1
                (try await other.run("state", "unlock", String(id))).expect(exitCode: 0)
                (try await other.apply("--target", "base1")).expect(exitCode: 0)
                _ = try await server.requests()
                _ = await world.requests()
                world.gate.open()
            }
            outcome.expect(exitCode: 3)
            #expect(await world.requests().writes == [])
            #expect(outcome.stderr.contains("omnienv state push"), "\(outcome.everything)")
            let kept = try await other.run("state", "pull")
            #expect(kept.stdout.contains("\"outcome\":\"done\""))
            #expect(!(try await server.requests()).contains { $0.hasPrefix("DELETE") })
        }
    }

    @Test func `a store that takes a lock twice is found out and refused`() async throws {
        try await Self.withStore("weed") { world, server in
            try await server.control("lie")
            let outcome = try await world.apply()
            outcome.expect(exitCode: 1)
            #expect(outcome.stderr.contains("takes the same lock twice"))
            #expect(await world.requests().writes == [])
            #expect(try await world.run("doctor").exitCode == 1)
            try await server.control("tell")
            (try await world.apply()).expect(exitCode: 0)
        }
    }

    @Test func `a bucket that is not there is no state that is not there yet`() async throws {
        try await Self.withStore("moto") { world, _ in
            let elsewhere = world.with("OMNIENV_STATE", "s3://another-bucket/key")
            for command in [["plan"], ["state", "lock"], ["drift"], ["apply", "--auto-approve"]] {
                let outcome = try await elsewhere.run(command)
                outcome.expect(exitCode: 1)
                #expect(outcome.stderr.contains("the shared state s3://another-bucket/key"))
                #expect(outcome.stderr.contains("NoSuchBucket"))
            }
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `a mark that a proxy has weakened is good enough, and a store without marks is refused`()
        async throws
    {
        try await Self.withStore("moto") { world, server in
            try await server.control("marks", "weak")
            try await server.control("collide")
            (try await world.apply()).expect(exitCode: 0)
            #expect(try await world.run("state", "lock").stdout == "The state is not locked.\n")
            #expect(try await world.run("state", "pull").stdout.contains(#""outcome":"done""#))
            try world.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            _ = await world.requests()
            try await server.control("marks", "none")
            let outcome = try await world.apply()
            outcome.expect(exitCode: 1)
            #expect(outcome.stderr.contains("no ETag"))
            #expect(await world.requests().writes == [])
            #expect(try await world.run("state", "lock").stdout == "The state is not locked.\n")
        }
    }

    @Test func `credentials come from the variables, a profile, or a process, and no secret is shown`()
        async throws
    {
        try await Self.withStore("moto") { world, server in
            let (key, secret) = (server.facts["key"] ?? "", server.facts["secret"] ?? "")
            var profiled = world.with("AWS_ACCESS_KEY_ID", nil).with("AWS_SECRET_ACCESS_KEY", nil)
            (try await profiled.run("state", "lock")).expect(exitCode: 5)
            try world.write(
                "[ci]\naws_access_key_id = \(key)\naws_secret_access_key=\(secret)\n",
                to: ".aws/credentials"
            )
            profiled = profiled.with("AWS_PROFILE", "ci")
            (try await profiled.apply()).expect(exitCode: 0)
            let answer = """
                {"Version":1,"AccessKeyId":"\(server.facts["session_key"] ?? "")",\
                "SecretAccessKey":"\(server.facts["session_secret"] ?? "")",\
                "SessionToken":"\(server.facts["session"] ?? "")","Expiration":"2099-01-01T00:00:00Z"}
                """
            try world.write(answer, to: "answer.json")
            try world.write("#!/bin/sh\nenv > \"$1.env\"\ncat \"$1\"\n", to: "bring")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700],
                ofItemAtPath: world.folder.appending(path: "bring").path
            )
            let path = world.folder.path
            try world.write(
                "[profile sso]\ncredential_process = \"\(path)/bring\" \(path)/answer.json\n",
                to: ".aws/config"
            )
            let process = profiled.with("AWS_PROFILE", "sso")
            try process.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            let outcome = try await process.apply("--verbose")
            outcome.expect(exitCode: 0)
            #expect(world.text(of: "answer.json.env")?.contains(World.token) == false)
            for text in [outcome.everything, try await process.run("state", "pull").everything] {
                #expect(!text.contains(secret) && !text.contains(server.facts["session_secret"] ?? secret))
            }
            let wrong = world.with("AWS_SECRET_ACCESS_KEY", "a-wrong-secret-key-of-somebody")
            let refused = try await wrong.run("state", "list")
            refused.expect(exitCode: 5)
            #expect(refused.stderr.contains("SignatureDoesNotMatch"))
        }
    }

    private static func answer(_ server: StoreServer, _ name: String, token: String, until: String) -> String
    {
        """
        {"Version":1,"AccessKeyId":"\(server.facts["\(name)_key"] ?? "")",\
        "SecretAccessKey":"\(server.facts["\(name)_secret"] ?? "")",\
        "SessionToken":"\(server.facts[token] ?? "")","Expiration":"\(until)"}
        """
    }

    /// In the midst of an apply the session ends, and the process brings another one.
    @Test func `credentials of a process that expire are brought again, and the apply goes on`() async throws
    {
        try await Self.withStore("moto", faults: ["PUT * 1 slow:1"]) { world, server in
            try world.write("#!/bin/sh\necho once >> \"$1.calls\"\ncat \"$1\"\n", to: "bring")
            let path = world.folder.path
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path + "/bring")
            try world.write(
                "[profile sso]\ncredential_process = \(path)/bring \(path)/answer.json\n",
                to: ".aws/config"
            )
            let first = Self.answer(server, "session", token: "session", until: "2099-01-01T00:00:00Z")
            try world.write(first, to: "answer.json")
            let process = world.with("AWS_ACCESS_KEY_ID", nil).with("AWS_SECRET_ACCESS_KEY", nil)
                .with("AWS_PROFILE", "sso")
            let outcome = try await process.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "PUT", 1)
                #expect(world.text(of: "answer.json.calls") == "once\n")
                let next = Self.answer(server, "next", token: "next", until: "2099-01-01T00:00:00Z")
                try world.write(next, to: "answer.json")
                try await server.control("expire", server.facts["session_key"])
                world.gate.open()
            }
            outcome.expect(exitCode: 0)
            #expect(world.text(of: "answer.json.calls") == "once\nonce\n")
            #expect(await world.routing() == Self.manifest.routing)
            #expect(try await process.run("state", "lock").stdout == "The state is not locked.\n")
            #expect(try await process.run("drift").exitCode == 0)
            // What is about to expire is not used any more.
            try world.remove("answer.json.calls")
            let soon = Date.now.addingTimeInterval(30).formatted(.iso8601)
            try world.write(Self.answer(server, "next", token: "next", until: soon), to: "answer.json")
            (try await process.apply()).expect(exitCode: 0)
            #expect(try #require(world.text(of: "answer.json.calls")).split(separator: "\n").count > 1)
        }
    }

    /// Nobody brings new ones: nothing new starts, the copy stays, and what to do is said.
    @Test func `credentials of variables that expire end an apply, which says how its state gets back`()
        async throws
    {
        try await Self.withStore("moto", faults: ["PUT * 1 slow:1"]) { world, server in
            let session = world.with("AWS_ACCESS_KEY_ID", server.facts["session_key"])
                .with("AWS_SECRET_ACCESS_KEY", server.facts["session_secret"])
                .with("AWS_SESSION_TOKEN", server.facts["session"])
            let outcome = try await session.run(["apply", "--auto-approve"]) { running in
                await world.arrival(of: "PUT", 1)
                try await server.control("expire", server.facts["session_key"])
                world.gate.open()
            }
            outcome.expect(exitCode: 3)
            #expect(await world.requests().counts["PUT"] == 1)
            #expect(outcome.stderr.contains("ExpiredToken"), "\(outcome.everything)")
            #expect(!outcome.everything.contains(server.facts["session_secret"] ?? "?"))
            let push = try #require(outcome.stderr.firstMatch(of: /omnienv state push (\S+)/)).1
            let unlock = try #require(outcome.stderr.firstMatch(of: /omnienv state unlock (\S+)/)).1
            (try await session.run("state", "list")).expect(exitCode: 5)
            (try await world.run("state", "unlock", String(unlock))).expect(exitCode: 0)
            (try await world.run("state", "push", String(push))).expect(exitCode: 0)
            (try await world.apply()).expect(exitCode: 0)
            #expect(await world.requests().counts["POST"] == nil)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    /// Lock, proof, reading and writing; a proof before the create and before each write; proof and writing; two to unlock.
    /// By hand: `OMNIENV_STORE_WRITES=1,200,1000`.
    @Test(arguments: counts)
    func `a store is asked once more for each write, and its content is written twice`(_ count: Int)
        async throws
    {
        let environments = (1...count).map { Manifest.Environment(connection: $0, values: ["v\($0)"]) }
        try await Self.withStore("weed", Organization.store(connections: count)) { world, server in
            try world.write(Manifest(environments))
            (try await world.apply()).expect(exitCode: 0)
            let requests = try await server.requests()
            print("\(count) writes: S3 was asked \(requests.count) times")
            let writes = requests.filter { $0.hasPrefix("PUT") && !$0.hasSuffix(".lock") }
            if count <= 40 {
                #expect(writes.count == 2, "\(requests)")
                #expect(requests.count == 9 + count, "\(requests)")
            }
        }
    }

    static let counts = (ProcessInfo.processInfo.environment["OMNIENV_STORE_WRITES"] ?? "1,40")
        .split(separator: ",").compactMap { Int($0) }
}
