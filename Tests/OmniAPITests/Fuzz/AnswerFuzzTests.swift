import HTTPTransport
import JSONText
import OmniModel
import TestSupport
import Testing

@testable import OmniAPI

/// Whatever bytes Omni answers: a value or a problem, and nothing in an error that could act on a terminal.
@Suite struct AnswerFuzzTests {
    @Test func `every answer is read, or its problem is named`() throws {
        let corpus = try Corpus("Corpus", dictionary: Corpus.json + Self.words)
        #expect(try fuzz("answers", corpus, settings: FuzzSettings(inputs: 6_000), check: Self.fault) > 0)
    }

    @Test func `every answer of the corpus is read by one reader at least`() throws {
        for input in try Corpus("Corpus", dictionary: []).inputs {
            #expect(Self.fault(input) == nil)
            #expect(Self.readers.contains { $0(input) }, "\(String(decoding: input, as: UTF8.self))")
        }
    }

    private static let words = [
        "\"connectionEnvironments\":[", "\"connections\":[", "\"records\":[", "\"data\":[",
        "\"success\":false",
        "\"detail\":\"", "\"message\":", "\"userAttributeValues\":\"a,b\"", "\"id\":7", "<html>", "<title>",
        token,
    ].map { Array($0.utf8) }

    private static let token = "omni_osk_hidden"

    private static let readers: [@Sendable ([UInt8]) -> Bool] = [
        { (try? EnvironmentList(answer: $0)) != nil }, { (try? Connection.all(in: $0)) != nil },
        { (try? Connection.one(in: $0)) != nil }, { (try? UserAttribute.all(in: $0)) != nil },
        { (try? WriteAnswer($0)) != nil },
    ]

    private static func fault(_ input: [UInt8]) -> String? {
        for reader in readers { _ = reader(input) }
        return faultInEnvironments(input) ?? faultInDetail(input)
    }

    /// What was read is the same when it is written anew, in the form with arrays.
    private static func faultInEnvironments(_ input: [UInt8]) -> String? {
        guard let environments = try? EnvironmentList(answer: input).environments else { return nil }
        let items = environments.map { environment in
            JSONValue.object([
                "id": .string(environment.id.text), "baseConnectionId": .string(environment.base.text),
                "connectionId": .string(environment.connection.text),
                "userAttributeValues": .strings(environment.values.texts),
            ])
        }
        let again = try? EnvironmentList(
            answer: JSONValue.object(["connectionEnvironments": .array(items)]).bytes
        )
        let isSame =
            again?.environments.map(\.id) == environments.map(\.id)
            && again?.environments.map(\.values) == environments.map(\.values)
        return isSame ? nil : "not the same when written anew"
    }

    private static func faultInDetail(_ input: [UInt8]) -> String? {
        guard let key = try? APIToken(token),
            let detail = APIResponse(status: 500, body: input).detail(hiding: key)
        else {
            return nil
        }
        guard !detail.contains(token) else { return "the token shows: \(detail)" }
        guard detail.count <= APIResponse.longestDetail else { return "\(detail.count) characters of detail" }
        let isPlain = detail.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return isPlain ? nil : "the detail \(detail.debugDescription) holds control characters"
    }
}
