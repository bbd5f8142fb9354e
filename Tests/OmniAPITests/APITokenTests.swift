import Foundation
import HTTPTransport
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

    @Test(arguments: [
        "sk_live/a+b\\c\"d%e", "omni_osk_0123456789abcdef0", "omni_osk_0123456789abcdef01", "aaaaaaaaaaaa",
    ])
    func `is found however it is spelled, and the rest stays`(text: String) throws {
        let token = try APIToken(text)
        let json = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
        var spellings = [text, String(json.dropFirst(2).dropLast(2))]
        spellings += [
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_"])) ?? ""
        ]
        for spelling in spellings {
            #expect(
                token.redacting("b\(spelling)\u{301}b \(spelling)\(spelling)")
                    == "b[token]\u{301}b [token][token]"
            )
        }
        for before in ["", "x", "xy", "user:", "Bearer "] {
            let encoded = Data((before + text + "z").utf8).base64EncodedString()
            let shown = token.redacting("header: \(encoded)!")
            #expect(shown.hasPrefix("header: ") && shown.hasSuffix("!") && shown.contains("[token]"))
            #expect(shown.utf8.count <= "header: [token]!".utf8.count + before.utf8.count * 2 + 8)
        }
    }

    @Test func `a word that is too short for a secret stays in texts`() throws {
        #expect(try APIToken("sandbox").redacting("the sandbox") == "the sandbox")
    }
}
