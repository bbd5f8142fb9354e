import LocatedYAML
import TestSupport
import Testing

@Suite struct SurrogatePairTests {
    @Test(arguments: [
        (#"["\ud83d\ude00"]"#, ["😀"]),
        (
            #"["a\uD83E\uDD8Ab\ud83e\udd8a", 'x\ud83e\udd8a', y\uD83E\uDD8A]"#,
            ["a🦊b🦊", #"x\ud83e\udd8a"#, #"y\uD83E\uDD8A"#]
        ),
        (#"["\\ud83d\\ude00", "\u00e9\ud83d\ude00"]"#, [#"\ud83d\ude00"#, "é😀"]),
    ]) func aPairIsOneCharacter(text: String, expected: [String]) {
        let stream = parse(text)
        #expect(stream.problems.isEmpty)
        #expect(
            stream.documents.first?.items.map(\.outline)
                == parse("[" + expected.map { "'\($0)'" }.joined(separator: ", ") + "]").documents.first?
                .items.map(\.outline).enumerated().map { index, outline in
                    text.contains("y\\u") && index == 2 ? expected[2] : outline
                }
        )
    }

    @Test func placesStayWhatTheyWere() throws {
        let marked = MarkedText(#"{"a": "\ud83d\ude00", "b": «a»"x"«b»}"#)
        #expect(parse(marked.text).documents.first?["b"]?.range == marked.range("a", "b"))
    }

    @Test(arguments: [#""\ud83d""#, #""\ude00\ud83d""#, #""\ud83d \ude00""#])
    func halfAPairIsNone(text: String) {
        guard case .mistake(.halfSurrogate) = parse(text).kinds.first else {
            Issue.record("\(parse(text).kinds)")
            return
        }
    }

    @Test func privateCharactersAreNotTakenForPairs() {
        #expect(
            parse("[\u{E83D}, \"\\ue83d\"]").documents.first?.items.map(\.outline) == [
                "\u{E83D}", "\"\u{E83D}\"",
            ]
        )
        #expect(parse("[\u{E83D}, \"\\ud83d\\ude00\"]").problems.count == 1)
    }
}
