import LocatedYAML
import TestSupport
import Testing

@Suite struct HiddenMarkTests {
    @Test(
        arguments: [0x85, 0x2028, 0x2029, 0xFEFF] as [UInt32],
        ["a: 1\r\n# é «a»#\r\n", "a: 'x«a»#'\n", "a: 1\nb«a»#: 2\n", "a: [\n«a»#1]\n"]
    )
    func aMarkThatNobodySeesIsRefusedAtTheEditorsLine(code: UInt32, marked: String) throws {
        let mark = String(try #require(Unicode.Scalar(code)))
        let text = MarkedText(marked.replacing("#'", with: mark + "'").replacing("»#", with: "»" + mark))
        let stream = parse(text.text)
        #expect(stream.documents.isEmpty)
        #expect(stream.kinds == [.hiddenMark(code: code)])
        #expect(stream.problems.first?.range == text.range("a", "a"))
    }

    @Test func allOfThemAreNamed() {
        #expect(parse("a: \u{85}\u{2028}\n\u{2029}").problems.map(\.range.start.line) == [1, 1, 2])
        #expect(parse(String(repeating: "\u{85}", count: 500)).problems.count == 100)
    }

    @Test func aByteOrderMarkBesideTheBeginOfADocumentIsTakenAsMeant() throws {
        let marked = MarkedText(
            "\u{FEFF}---\na: 1\n\u{FEFF}---\n«a»b: 2\n---\u{FEFF} «b»c\n---\n\u{FEFF}d: 4\n"
        )
        let stream = parse(marked.text)
        #expect(stream.problems.isEmpty)
        #expect(stream.outlines == ["{a: 1}", "{b: 2}", "c", "{d: 4}"])
        #expect(stream.documents[1].range.start == marked["a"])
        #expect(stream.documents[2].range.start == marked["b"])
    }

    @Test func theirEscapesAreText() {
        #expect(parse(#"["\x85", "\u2028", "\uFEFF"]"#).problems.isEmpty)
    }

    @Test func keysAreEqualByteForByte() {
        let stream = parse("\u{E9}: 1\ne\u{301}: 2\n")
        #expect(stream.problems.isEmpty)
        #expect(stream.documents.first?.entries.count == 2)
        let many = (0..<20).map { "k\($0): 1\n" }.joined()
        #expect(parse(many + "\u{E9}: 1\ne\u{301}: 2\n").documents.first?.entries.count == 22)
    }
}
