import HTTPTransport
import OmniAPI
import OmniModel
import Synchronization
import TestSupport
import Testing

@Suite struct PermitsTests {
    private let world = SimulatedWorld()
    private let transport = ScriptedTransport([.status(200)])

    private func spend(_ calls: Int, _ client: OmniClient) async throws {
        for _ in 0..<calls { try await client.detach(environment) }
    }

    @Test func `are waited for until all are free, then their calls start without waiting`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        try await spend(2, client)
        let permits = client.permits()
        try await permits.acquire(2)
        #expect(world.now == .seconds(60))
        #expect(world.waits.map(\.reason) == [.rateWindow])
        #expect(world.waits.first?.call == nil)
        try await client.setValues([], of: environment, on: permits)
        try await client.setValues(["dev"], of: environment, on: permits)
        #expect(world.now == .seconds(60))
        #expect(permits.available == 0)
    }

    @Test func `are as many as the window has at most`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        let permits = client.permits()
        try await permits.acquire(100)
        #expect(permits.available == 3)
    }

    @Test func `that are released are free at once`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        let permits = client.permits()
        try await permits.acquire(3)
        permits.release()
        try await spend(3, client)
        #expect(world.now == .zero)
    }

    @Test func `asking for more releases what is held first`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        let permits = client.permits()
        try await permits.acquire(2)
        try await permits.acquire(3)
        #expect(permits.available == 3)
        #expect(world.waits.isEmpty)
    }

    @Test func `are kept from others`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 3)
        let permits = client.permits()
        try await permits.acquire(2)
        try await spend(2, client)
        #expect(world.now == .seconds(60))
        #expect(permits.available == 2)
    }

    @Test func `a call without one goes out all the same and is counted`() async throws {
        let client = try OmniClient.scripted(transport, world: world, rate: 1)
        let permits = client.permits()
        try await permits.acquire(1)
        try await client.detach(environment, on: permits)
        try await client.detach(environment, on: permits)
        #expect(world.now == .zero)
        try await spend(1, client)
        #expect(world.now == .seconds(60))
    }

    @Test func `a call that was certainly not sent uses none up`() async throws {
        let refusing = ScriptedTransport([.failure(.notSent(.connectionRefused))])
        let client = try OmniClient.scripted(refusing, world: world, rate: 1)
        let permits = client.permits()
        try await permits.acquire(1)
        let error = await failure { () throws(OmniError) in try await client.detach(environment, on: permits)
        }
        #expect(error?.mayHaveBeenCarriedOut == false)
        #expect(permits.available == 1)
    }

    @Test func `a wait for them can be cut short`() async throws {
        let world = SimulatedWorld(interruptedAtWait: 1)
        let client = try OmniClient.scripted(transport, world: world, rate: 1)
        try await spend(1, client)
        await #expect(throws: Pace.Interrupted.self) { try await client.permits().acquire(1) }
    }

    /// Both are told to wait for a minute, and the minute never passes.
    @Test func `whoever waits is woken when permits are released`() async throws {
        let (waits, waiting) = AsyncStream.makeStream(of: Void.self)
        let hooks = ClientHooks(
            now: { .zero },
            wait: { _ in
                waiting.yield()
                for await _ in AsyncStream<Void>(Void.self, { _ in }) {}
                return .interrupted
            },
            random: { 0 }
        )
        let client = OmniClient(settings: try .test(rate: 2), transport: transport, hooks: hooks)
        let first = client.permits()
        try await first.acquire(2)
        async let second: Void = client.permits().acquire(2)
        for await _ in waits { break }
        first.release()
        try await second
    }
}
