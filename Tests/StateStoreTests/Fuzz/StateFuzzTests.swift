import FoundationEssentials
import StateStore
import TestSupport
import Testing

/// Whatever bytes a state file has: it replays or names its problem, and what replays is the same when written anew.
@Suite struct StateFuzzTests {
    @Test func `every input replays, or names what is wrong`() throws {
        let corpus = try Corpus("Corpus/State", dictionary: Corpus.json + Self.words)
        #expect(try fuzz("state", corpus, settings: FuzzSettings(inputs: 3_000), check: Self.fault) > 0)
    }

    @Test func `the corpus replays`() throws {
        for input in try Corpus("Corpus/State", dictionary: []).inputs {
            #expect(throws: Never.self) { try StateFormat.replay(input) }
            #expect(Self.fault(input) == nil)
        }
    }

    private static let words = [
        #"{"record":"detached","base":"c0f12353-0000-4000-8000-000000000000","connection":"5d0a7b52-0000-4000-8000-000000000000"}"#
            + "\n", "\"record\":", "\"environment\"",
        "\"intent\"",
        "\"attributeRemoved\"", "\"values\":[", "\"address\":\"a/b\"", "\"format\":1", "\"format\":2", "\n\n",
        "\r\n",
    ].map { Array($0.utf8) }

    private static func fault(_ input: [UInt8]) -> String? {
        let replayed: StateFormat.Replayed
        do {
            replayed = try StateFormat.replay(input)
        } catch {
            return error.description.hasPrefix(":") ? nil : "the problem \(error) has no line"
        }
        guard replayed.wholeBytes <= input.count, replayed.isTorn == (replayed.wholeBytes < input.count)
        else {
            return "\(replayed.wholeBytes) whole bytes of \(input.count)"
        }
        return faultWhenWrittenAnew(replayed) ?? faultWithoutTornLine(replayed, input)
    }

    private static func faultWhenWrittenAnew(_ replayed: StateFormat.Replayed) -> String? {
        guard let state = replayed.state else { return nil }
        do {
            let again = try StateFormat.replay(StateFormat.text(of: state))
            guard again.state == state, !again.isTorn else { return "not the same when written anew" }
            return again.records <= replayed.records ? nil : "more records when written anew"
        } catch {
            return "not read when written anew: \(error)"
        }
    }

    private static func faultWithoutTornLine(_ replayed: StateFormat.Replayed, _ input: [UInt8]) -> String? {
        do {
            let whole = try StateFormat.replay(Array(input.prefix(replayed.wholeBytes)))
            return whole.state == replayed.state && !whole.isTorn ? nil : "a torn line matters"
        } catch {
            return "not read without its torn line: \(error)"
        }
    }
}
