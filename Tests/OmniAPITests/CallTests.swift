import HTTPTransport
import OmniAPI
import Testing

/// Whole calls through a scripted transport and a simulated clock.
@Suite struct CallTests {
    @Test func `a PUT is repeated until it succeeds, and every wait is shown`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([
            .status(503), .failure(.answerLost(.connectionClosed)), .status(200),
        ])
        try await OmniClient.scripted(transport, world: world).setValues(["dev"], of: environment)
        #expect(transport.sent.count == 3)
        #expect(
            world.waits.map(\.reason) == [
                .backOff(attempt: 1, of: 6, cause: .status(503)),
                .backOff(attempt: 2, of: 6, cause: .unreachable(.connectionClosed)),
            ]
        )
        #expect(world.exchanges.map(\.attempt) == [1, 2, 3])
        #expect(
            world.exchanges.map(\.result) == [
                .answered(status: 503), .failed(.connectionClosed), .answered(status: 200),
            ]
        )
    }

    @Test(arguments: [
        ScriptedTransport.Answer.status(502), .status(408), .failure(.answerLost(.answerTimeout)),
    ])
    func `a create that may have been carried out goes out once and says so`(answer: ScriptedTransport.Answer)
        async throws
    {
        let transport = ScriptedTransport([answer])
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in _ = try await client.attach([dev], to: base) }
        #expect(transport.sent.count == 1)
        #expect(error?.mayHaveBeenCarriedOut == true)
        #expect(error?.attempts == 1)
    }

    @Test(arguments: [
        ScriptedTransport.Answer.refusal(403, "Permission denied"),
        .refusal(404, "Connection with id x does not exist"),
        .refusal(400, "Invalid method"), .failure(.notSent(.connectionRefused)),
    ])
    func `a create that was certainly not carried out says so`(answer: ScriptedTransport.Answer) async throws
    {
        let client = try OmniClient.scripted(ScriptedTransport([answer]))
        let error = await failure { () throws(OmniError) in _ = try await client.attach([dev], to: base) }
        #expect(error?.mayHaveBeenCarriedOut == false)
    }

    @Test func `a refusal after a lost answer leaves in doubt what happened`() async throws {
        let transport = ScriptedTransport([
            .failure(.answerLost(.connectionClosed)), .refusal(403, "Permission denied"),
        ])
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in
            try await client.setValues(["dev"], of: environment)
        }
        #expect(error?.kind == .permission(detail: "Permission denied"))
        #expect(error?.mayHaveBeenCarriedOut == true)
    }

    @Test func `a reading call never leaves anything in doubt`() async throws {
        let client = try OmniClient.scripted(ScriptedTransport([.status(500, "")]))
        let error = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        #expect(error?.kind == .server(status: 500, detail: nil))
        #expect(error?.attempts == 6)
        #expect(error?.mayHaveBeenCarriedOut == false)
    }

    @Test func `a repeated DELETE that finds nothing succeeds`() async throws {
        let transport = ScriptedTransport([
            .failure(.answerLost(.answerTimeout)),
            .refusal(404, "Connection environment with id x does not exist"),
        ])
        try await OmniClient.scripted(transport).detach(environment)
        #expect(transport.sent.count == 2)
    }

    @Test(arguments: ["<html>Not Found</html>", #"{"detail": "Invalid method"}"#, ""])
    func `a repeated DELETE is not done because its endpoint is missing`(page: String) async throws {
        let client = try OmniClient.scripted(
            ScriptedTransport([.failure(.answerLost(.answerTimeout)), .status(404, page)])
        )
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.status == 404)
        #expect(error?.mayHaveBeenCarriedOut == true)
    }

    @Test func `429 is waited for, then the same request goes out again`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([.status(429, retryAfter: .seconds(7)), .status(201)])
        _ = try await OmniClient.scripted(transport, world: world).attach([dev], to: base)
        #expect(transport.bodies.count == 2)
        #expect(Set(transport.bodies).count == 1)
        #expect(world.now == .seconds(7))
        #expect(world.waits.map(\.reason) == [.rateLimited(retryAfter: true)])
    }

    @Test func `429 without end is given up and says how long it was waited for`() async throws {
        let transport = ScriptedTransport([
            .status(429, #"{"error": "429", "message": "slow down"}"#, retryAfter: .seconds(250))
        ])
        let client = try OmniClient.scripted(transport)
        let error = try #require(
            await failure { () throws(OmniError) in try await client.detach(environment) }
        )
        #expect(error.kind == .rateLimited(waited: .seconds(500), detail: "slow down"))
        #expect(error.attempts == 3)
        #expect("\(error)".contains("500 s"))
        #expect(!error.mayHaveBeenCarriedOut)
    }

    @Test func `an interrupted wait gives the call up before anything more is sent`() async throws {
        let transport = ScriptedTransport([.status(503)])
        let client = try OmniClient.scripted(transport, world: SimulatedWorld(interruptedAtWait: 1))
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.kind == .interrupted)
        #expect(transport.sent.count == 1)
        #expect(error?.mayHaveBeenCarriedOut == true)
    }

    @Test func `every attempt takes a place in the window`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([.status(503), .status(200)])
        let client = try OmniClient.scripted(transport, world: world, rate: 2)
        try await client.detach(environment)
        try await client.detach(environment)
        #expect(world.waits.last?.reason == .rateWindow)
        #expect(world.now == .seconds(60))
    }
}
