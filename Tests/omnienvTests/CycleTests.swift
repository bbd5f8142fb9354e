import OmniSandbox
import Testing

@Suite("Values that move in a cycle", .timeLimit(.minutes(5)))
struct CycleTests {
    /// One extra PUT breaks a cycle, however long it is.
    @Test(arguments: [2, 3, 5, 12])
    func `a ring is broken with one extra PUT, and no request is refused`(_ size: Int) async throws {
        var store = Organization.store(connections: size)
        try store.attach(Dictionary(uniqueKeysWithValues: (1...size).map { ($0, ["v\($0)"]) }))
        let manifest = Manifest((1...size).map { .env($0, "v\($0 % size + 1)") })
        try await withWorld(store) { world in
            try world.write(manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0)
            #expect(
                outcome.stdout.hasSuffix(
                    "Apply complete! Resources: 0 added, \(size) changed, 0 destroyed.\n"
                )
            )
            let requests = await world.requests()
            #expect(requests.counts == ["GET": 3, "PUT": size + 1])
            #expect(requests.refusals == [])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `two rings of one base are broken one by one`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: ["b"], 3: ["c", "x"], 4: ["d", "y"]])
        let manifest = Manifest(.env(1, "b"), .env(2, "a"), .env(3, "d", "x"), .env(4, "c", "y"))
        try await withWorld(store) { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.counts == ["GET": 3, "PUT": 6])
            #expect(requests.refusals == [])
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `a value that moves on leaves its old place before it is acquired`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a", "b"], 2: ["c"]])
        let manifest = Manifest(.env(1, "a"), .env(2, "c", "d"), .env(3, "b"))
        try await withWorld(store) { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.counts == ["GET": 3, "POST": 1, "PUT": 3])
            #expect(requests.refusals == [])
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `a detached environment is written without a wanted value first, and detached last`()
        async throws
    {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: ["b"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            _ = try await world.apply()
            _ = await world.requests()
            try world.write(Manifest(.env(2, "b", "a")))
            #expect(try await world.apply("--prune").exitCode == 0)
            let requests = await world.requests()
            #expect(requests.map(\.method) == ["GET", "GET", "PUT", "PUT", "DELETE", "GET"])
            #expect(requests.refusals == [])
            #expect(await world.routing() == [1: [2: ["a", "b"]]])
        }
    }
}
