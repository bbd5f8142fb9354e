import OmniAPI
import Testing

@Suite struct ReservationTests {
    private let world = SimulatedWorld()
    private let transport = ScriptedTransport([.status(200)])

    private func spend(_ calls: Int, _ client: OmniClient) async throws {
        for _ in 0..<calls { try await client.detach(environment) }
    }

    @Test func `waits until all its places are free, then its calls start without waiting`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        try await spend(2, client)
        let reservation = try await client.reserve(2)
        #expect(world.now == .seconds(60))
        #expect(world.waits.map(\.reason) == [.rateWindow])
        #expect(world.waits.first?.call == nil)
        try await client.setValues([], of: environment, using: reservation)
        try await client.setValues(["dev"], of: environment, using: reservation)
        #expect(world.now == .seconds(60))
    }

    @Test func `is cut down to the window`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        #expect(try await client.reserve(100).places == 3)
    }

    @Test func `gives unused places back when it is let go of`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        _ = try await client.reserve(3)
        try await spend(3, client)
        #expect(world.now == .zero)
    }

    @Test func `keeps its places from others`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        let reservation = try await client.reserve(2)
        try await spend(2, client)
        #expect(world.now == .seconds(60))
        #expect(reservation.places == 2)
    }

    @Test func `a call beyond its places queues like any other`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 1)
        let reservation = try await client.reserve(1)
        try await client.detach(environment, using: reservation)
        try await client.detach(environment, using: reservation)
        #expect(world.now == .seconds(60))
    }

    @Test func `a wait for it can be cut short`() async throws {
        let world = SimulatedWorld(interruptedAtWait: 1)
        let client = try OmniClient.scripted(transport, world: world, rate: 1)
        try await spend(1, client)
        let error = await failure { () throws(OmniError) in _ = try await client.reserve(1) }
        #expect(error?.kind == .interrupted)
    }
}
