import OmniSandbox
import Testing

@Suite("Size", .timeLimit(.minutes(5)))
struct ScaleTests {
    @Test func `a thousand environments take one POST and a thousand PUT, then the plan is empty`()
        async throws
    {
        let manifest = Manifest((1...1000).map { .env($0, "value-\($0)", "other-\($0)") })
        try await withWorld(Organization.store(connections: 1000)) { world in
            try world.write(manifest)
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.hasSuffix("Resources: 1000 added, 0 changed, 0 destroyed.\n"))
            let requests = await world.requests()
            #expect(requests.counts == ["GET": 3, "POST": 1, "PUT": 1000])
            #expect(requests.refusals == [])
            #expect(await world.routing() == manifest.routing)
            try await world.expectSettled()
        }
    }
}
