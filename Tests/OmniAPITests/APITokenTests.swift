import OmniAPI
import Testing

@Suite struct APITokenTests {
    @Test func `shows itself nowhere`() throws {
        let token = try APIToken(" \(tokenText)\n")
        var dumped = ""
        dump(token, to: &dumped)
        let settings = try ClientSettings.test()
        for text in [
            "\(token)", String(reflecting: token), dumped, "\(settings)", String(reflecting: settings),
        ] {
            #expect(!text.contains("secret"))
        }
    }

    @Test(arguments: [
        ("", APITokenError.empty), (" \n", .empty), ("two words", .unusableCharacter),
        ("line\nbreak", .unusableCharacter),
        ("tökén", .unusableCharacter), ("nul\0", .unusableCharacter),
    ])
    func `is refused when it would break the header`(text: String, problem: APITokenError) {
        #expect(throws: problem) { try APIToken(text) }
    }

    @Test func `is taken out of what the server says`() async throws {
        let transport = ScriptedTransport([.refusal(400, "no such key: \(tokenText)!")])
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.detail == "no such key: [token]!")
    }

    @Test func `is taken out of transport errors, the log and what waits show`() async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([.failure(.answerLost(.other("bad header \(tokenText)")))])
        let client = try OmniClient.scripted(transport, world: world)
        let error = try #require(
            await failure { () throws(OmniError) in try await client.detach(environment) }
        )
        #expect("\(error) \(world.exchanges) \(world.waits)".contains("bad header [token]"))
        #expect(!"\(error) \(world.exchanges) \(world.waits)".contains(tokenText))
    }

    @Test func `is taken out of a page that is cut in its middle`() async throws {
        let page = String(repeating: "x", count: 190) + tokenText
        let client = try OmniClient.scripted(ScriptedTransport([.status(404, page)]))
        let error = await failure { () throws(OmniError) in try await client.detach(environment) }
        #expect(error?.detail?.contains("secret") == false)
    }
}
