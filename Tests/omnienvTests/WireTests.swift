import OmniSandbox
import Testing

@Suite("Against a server that takes arrays", .timeLimit(.minutes(5)))
struct WireTests {
    @Test func `one refused request teaches the form, and nothing is attached twice`() async throws {
        let manifest = Manifest(.env(1, "dev", "staging"), .env(2, "eu"), .env(3))
        try await withWorld {
            $0.api.wire = .array
        } test: { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.counts == ["GET": 3, "POST": 2, "PUT": 2])
            #expect(requests.refusals.count == 1)
            #expect(requests.writes.first?.contains(#""environmentConnectionIds":"c0"#) == true)
            #expect(requests.writes.dropFirst().first?.contains(#""environmentConnectionIds":["c0"#) == true)
            #expect(requests.writes.last?.hasSuffix(#"{"userAttributeValues":["eu"]}"#) == true)
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `several bases at once learn it from one refused request each at most`() async throws {
        let manifest = Manifest(
            bases: .init(1, [.env(1, "a")]),
            .init(2, [.env(1, "a")]),
            .init(3, [.env(2, "a")]),
            .init(4, [.env(3, "a")])
        )
        try await withWorld(Organization.store(bases: 4)) {
            $0.api.wire = .array
        } test: { world in
            try world.write(manifest)
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            let refused = requests.refusals.count
            #expect((1...4).contains(refused))
            #expect(requests.counts == ["GET": 3, "POST": 4 + refused, "PUT": 4])
            #expect(await world.routing() == manifest.routing)
        }
    }

    @Test func `a run that only writes values learns it from a PUT`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a"], 2: []])
        try await withWorld(store) {
            $0.api.wire = .array
        } test: { world in
            try world.write(Manifest(.env(1, "a", "c"), .env(2, "b")))
            #expect(try await world.apply().exitCode == 0)
            let requests = await world.requests()
            #expect(requests.counts == ["GET": 3, "PUT": 3])
            #expect(requests.refusals.count == 1)
            #expect(await world.routing() == [1: [1: ["a", "c"], 2: ["b"]]])
        }
    }

    @Test(arguments: APIVariant.ErrorShape.allCases)
    func `the server's own words are read from every shape of error`(
        _ shape: APIVariant.ErrorShape
    ) async throws {
        let deleted = Organization.connection(5)
        try await withWorld(faults: ["POST * 1 edit:delete-connection:\(deleted)"]) {
            $0.api.errorShape = shape
        } test: { world in
            try world.write(Manifest(.env(1, "a"), .env(5, "b")))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 3)
            #expect(
                outcome.stdout.contains(
                    "The following environment connection IDs are not valid for this connection: "
                        + deleted
                )
            )
            #expect(await world.routing() == [:])
        }
    }
}
