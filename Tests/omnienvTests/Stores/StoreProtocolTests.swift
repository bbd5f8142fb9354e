import Foundation
import OmniSandbox
import Testing

/// What servers of the HTTP protocol for states do differently from each other.
@Suite("Servers of states", .timeLimit(.minutes(2)))
struct StoreProtocolTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private struct Kept: Decodable {
        let lock: [String: String]?
        let content: String
    }

    private static func withStore(_ kind: String, test: (World, StoreServer) async throws -> Void)
        async throws
    {
        try await StoreServer.withHTTP(kind) { server in
            try await withWorld { world in
                try world.write(manifest)
                try await test(world.keeping(in: server, gitLab: kind == "gitlab"), server)
            }
        }
    }

    private static func kept(_ server: StoreServer) async throws -> Kept {
        try JSONDecoder().decode(Kept.self, from: await server.control("state"))
    }

    @Test func `Gitea: lock and state beneath its address, by POST and DELETE`() async throws {
        try await Self.withStore("gitea") { world, server in
            let address = "http://127.0.0.1:\(server.port)/api/packages/acme/terraform/state/prod"
            let world = world.with("OMNIENV_STATE", address)
                .with("OMNIENV_STATE_USERNAME", "gitlab-ci-token")
                .with("OMNIENV_STATE_PASSWORD", StoreServer.password)
            (try await world.apply()).expect(exitCode: 0)
            let path = "/api/packages/acme/terraform/state/prod"
            let requests = try await server.requests()
            #expect(requests.first == "POST \(path)/lock")
            #expect(requests.last?.hasPrefix("DELETE \(path)/lock?ID=omnienv-") == true)
            #expect(requests.contains { $0.hasPrefix("POST \(path)?ID=omnienv-") })
            try await server.control("lock", StoreServer.foreignLock)
            let refused = try await world.apply("--lock-timeout", "100ms")
            refused.expect(exitCode: 6)
            #expect(refused.stderr.contains("https://ci.example/jobs/99"))
            (try await world.run("state", "unlock", "omnienv-job-99-0f26bc20")).expect(exitCode: 0)
            try await world.expectSettled()
        }
    }

    @Test(arguments: [204, 404, 200])
    func `a state that does not exist is answered in three ways`(_ status: Int) async throws {
        try await Self.withStore("plain") { world, server in
            try await server.control("absent?is=\(status)")
            (try await world.apply()).expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
            #expect(try await Self.kept(server).content.contains(#""outcome":"done""#))
        }
    }

    @Test func `the state is written by the method that the variables name`() async throws {
        try await Self.withStore("plain") { world, server in
            (try await world.with("TF_HTTP_UPDATE_METHOD", "PUT").apply()).expect(exitCode: 0)
            let writes = try await server.requests().filter { $0.contains("?ID=") && !$0.contains("/lock") }
            #expect(!writes.isEmpty && writes.allSatisfy { $0.hasPrefix("PUT ") }, "\(writes)")
        }
    }

    @Test func `GitLab: of a refused lock only id, person and time are the holder's`() async throws {
        try await Self.withStore("gitlab") { world, server in
            try await server.control("lock", StoreServer.foreignLock)
            let own = "https://ci.example/jobs/of-my-own"
            let refused = try await world.with("CI_JOB_URL", own).apply("--lock-timeout", "100ms")
            refused.expect(exitCode: 6)
            #expect(
                refused.stderr.contains("omnienv-job-99-0f26bc20 (ci@runner-9) since 2026-11-26T08:00:00Z")
            )
            #expect(!refused.everything.contains(own))
        }
    }

    @Test func `GitLab: every version has a higher serial, and few are written`() async throws {
        try await Self.withStore("gitlab") { world, server in
            (try await world.apply()).expect(exitCode: 0)
            try world.write(Manifest(.env(1, "a", "c"), .env(2, "b", "d")))
            (try await world.apply()).expect(exitCode: 0)
            let writes = try await server.requests().filter { $0.contains("?ID=") && $0.hasPrefix("POST") }
            // One before the first request to Omni, one at the end. A repeated serial would have been a 422.
            #expect(writes.count == 4, "\(writes)")
            let text = try await Self.kept(server).content
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect(object?["version"] as? Int == 1000)
            #expect(object?["serial"] is Int)
            #expect(object?["lineage"] is String)
        }
    }

    @Test func `GitLab: who may not read is told the role, and who may only read is told another one`()
        async throws
    {
        try await Self.withStore("gitlab") { world, server in
            try await server.control("role?is=reporter")
            let read = try await world.run("state", "list")
            read.expect(exitCode: 5)
            #expect(read.stderr.hasPrefix("error: the shared state gitlab:prod: it refuses access"))
            #expect(read.stderr.contains("Developer"))
            try await server.control("role?is=developer")
            let lock = try await world.apply()
            lock.expect(exitCode: 5)
            #expect(lock.stderr.contains("Maintainer"))
            // What nobody may see is answered as what is not there, and is no state that is not there yet.
            try await server.control("role?is=stranger")
            for command in [["plan"], ["drift"], ["apply", "--auto-approve"]] {
                let outcome = try await world.run(command)
                outcome.expect(exitCode: 1)
                #expect(outcome.stderr.contains("CI_PROJECT_ID"))
            }
            #expect(await world.requests().writes == [])
        }
    }

    /// An unlock without an id would free anybody's.
    @Test(arguments: ["gitlab", "plain", "gitea", "careless"])
    func `a lock is freed by its id alone, and what is asked to learn who holds it is never kept`(
        _ kind: String
    )
        async throws
    {
        try await Self.withStore(kind) { world, server in
            let world =
                kind == "gitea"
                ? world.with("OMNIENV_STATE", "http://127.0.0.1:\(server.port)/state")
                    .with("OMNIENV_STATE_USERNAME", "gitlab-ci-token")
                    .with("OMNIENV_STATE_PASSWORD", StoreServer.password) : world
            #expect(try await world.run("state", "lock").stdout == "The state is not locked.\n")
            #expect(try await Self.kept(server).lock == nil)
            try await server.control("lock", StoreServer.foreignLock)
            let other = try await world.run("state", "unlock", "omnienv-job-1-00000000")
            other.expect(exitCode: 1)
            #expect(other.stderr.contains("nothing was freed"))
            (try await world.run("state", "unlock", "")).expect(exitCode: 64)
            #expect(try await world.run("state", "lock").stdout.contains("omnienv-job-99-0f26bc20"))
            #expect(try await Self.kept(server).lock?["ID"] == "omnienv-job-99-0f26bc20")
        }
    }

    @Test func `a server that does not say who holds the lock is good enough`() async throws {
        try await Self.withStore("plain") { world, server in
            try await server.control("unnamed")
            (try await world.apply()).expect(exitCode: 0)
            #expect(await world.routing() == Self.manifest.routing)
            try await server.control("lock", StoreServer.foreignLock)
            let refused = try await world.apply("--lock-timeout", "100ms")
            refused.expect(exitCode: 6)
            #expect(refused.stderr.contains("another run"), "\(refused.stderr)")
        }
    }

    /// It keeps the lock of one only, and gives it to everybody.
    @Test func `a server that gives the lock to two is found out and refused`() async throws {
        try await Self.withStore("plain") { world, server in
            try await server.control("lie")
            let outcome = try await world.apply()
            outcome.expect(exitCode: 1)
            #expect(outcome.stderr.contains("takes the same lock twice"))
            #expect(await world.requests().count == 0)
            #expect(try await world.run("doctor").exitCode == 1)
        }
    }
}
