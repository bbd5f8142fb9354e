import HTTPTransport
import OmniAPI
import Testing

/// Whole calls through a scripted transport and a simulated clock.
@Suite struct CallTests {
    @Test func `a GET is repeated until it succeeds, and every wait is shown`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([
            .status(503), .failure(.answerLost(.connectionClosed)), .status(200, #"{"connections": []}"#),
        ])
        _ = try await OmniClient.scripted(transport, world: world).reader.connections(includeDeleted: false)
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

    @Test func `a time that Omni names is what the wait is for, and no try of six`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([
            .status(503, retryAfter: .seconds(7)), .status(200, #"{"connections": []}"#),
        ])
        _ = try await OmniClient.scripted(transport, world: world).reader.connections(includeDeleted: false)
        #expect(world.waits.map(\.reason) == [.askedToWait(status: 503)])
        #expect(world.waits.map(\.duration) == [.seconds(7)])
    }

    @Test func `where only the time has an end, no number of tries is named`() {
        var retry = Retry()
        for _ in 1...7 { _ = retry.step(after: .lost, took: .zero, chance: 0, limits: .openWindow) }
        #expect(
            retry.backOffReason(.unanswered, limits: .openWindow)
                == .backOff(attempt: 7, of: nil, cause: .unanswered)
        )
    }

    @Test(arguments: [
        ScriptedTransport.Answer.status(502), .status(408), .failure(.answerLost(.answerTimeout)),
    ])
    func `a write that may have been carried out goes out once and says so`(answer: ScriptedTransport.Answer)
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

    @Test(arguments: [401, 403])
    func `a page of HTML is no verdict on the token`(status: Int) async throws {
        let page = ScriptedTransport.Answer.status(
            status,
            "<html><title>Blocked by the gateway</title></html>"
        )
        let client = try OmniClient.scripted(ScriptedTransport([page]))
        let error = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        #expect(error?.kind == .refused(status: status, detail: "Blocked by the gateway"))
    }

    @Test(arguments: [
        TransportError.notSent(.tls(.notTrusted(host: "omni.test"))),
        .notSent(.proxy(.authentication)),
    ])
    func `what a certificate or a proxy refuses is not tried again`(failure: TransportError) async throws {
        let transport = ScriptedTransport([.failure(failure)])
        let client = try OmniClient.scripted(transport)
        let error = await OmniAPITests.failure { () throws(OmniError) in
            _ = try await client.reader.environments()
        }
        #expect(error?.attempts == 1)
        #expect(transport.sent.count == 1)
    }

    @Test func `a write says how long Omni asks to wait, and leaves that to its caller`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([.status(503, retryAfter: .seconds(7))])
        let client = try OmniClient.scripted(transport, world: world)
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.retryAfter == .seconds(7))
        #expect(error.map { "\($0)" }?.contains("Omni asks to wait 7 s") == true)
        #expect(world.waits.isEmpty)
    }

    @Test(arguments: ["<html>Not Found</html>", #"{"detail": "Invalid method"}"#, ""])
    func `a 404 is about the object only in Omni's own words`(page: String) async throws {
        let client = try OmniClient.scripted(ScriptedTransport([.status(404, page)]))
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.status == 404)
        #expect(error?.isUnknownObject == false)
        let own = try OmniClient.scripted(
            ScriptedTransport([.refusal(404, "Connection environment with id x does not exist")])
        )
        let unknown = await failure { () throws(OmniError) in try await own.detach(environment) }
        #expect(unknown?.isUnknownObject == true)
    }

    @Test func `a reading call never leaves anything in doubt`() async throws {
        let client = try OmniClient.scripted(ScriptedTransport([.status(500, "")]))
        let error = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        #expect(error?.kind == .server(status: 500, detail: nil))
        #expect(error?.attempts == 6)
        #expect(error?.mayHaveBeenCarriedOut == false)
    }

    @Test func `429 is waited for, then the same request goes out again`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([
            .status(429, retryAfter: .seconds(7)), .status(200, #"{"connectionEnvironments": []}"#),
        ])
        _ = try await OmniClient.scripted(transport, world: world).reader.environments()
        #expect(transport.sent.count == 2)
        #expect(world.now == .seconds(7))
        #expect(world.waits.map(\.reason) == [.rateLimited(retryAfter: true)])
    }

    @Test func `429 without end is given up and says how long it was waited for`() async throws {
        let transport = ScriptedTransport([
            .status(429, #"{"error": "429", "message": "slow down"}"#, retryAfter: .seconds(250))
        ])
        let client = try OmniClient.scripted(transport)
        let error = try #require(
            await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        )
        #expect(error.kind == .rateLimited(waited: .seconds(500), detail: "slow down"))
        #expect(error.attempts == 3)
        #expect("\(error)".contains("500 s"))
    }

    @Test func `an interrupted wait gives the call up before anything more is sent`() async throws {
        let transport = ScriptedTransport([.status(503)])
        let client = try OmniClient.scripted(transport, world: SimulatedWorld(interruptedAtWait: 1))
        let error = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        #expect(error?.kind == .interrupted)
        #expect(transport.sent.count == 1)
    }

    @Test func `every attempt takes a permit of the window`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([.status(200)])
        let client = try OmniClient.scripted(transport, world: world, rate: 2)
        for _ in 1...3 { try await client.detach(environment) }
        #expect(world.waits.last?.reason == .rateWindow)
        #expect(world.now == .seconds(60))
    }
}
