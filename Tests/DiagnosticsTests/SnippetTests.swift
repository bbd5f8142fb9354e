import LocatedYAML
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct SnippetTests {
    /// The snippet of a text in which `«a»` begins and `«b»` ends what is marked.
    private func snippet(_ marked: String) -> [String] {
        let text = MarkedText(marked)
        let parts = marked.split(separator: "«a»", omittingEmptySubsequences: false)
        let rest = parts[1].split(separator: "«b»", omittingEmptySubsequences: false)
        let start = parts[0].unicodeScalars.count + 1
        let end = start + rest[0].unicodeScalars.count
        let snippet = Snippet(of: lines(text.text), marking: range(start, end))
        return [snippet.text.escaped, snippet.marker.escaped]
    }

    private func lines(_ text: String) -> SourceLines {
        SourceLines(of: SourceFile(name: "a", bytes: Array(text.utf8)))
    }

    private func range(_ start: Int, _ end: Int, endLine: Int32 = 1) -> SourceRange {
        SourceRange(
            file: 0,
            start: SourcePosition(line: 1, column: Int32(start)),
            end: SourcePosition(line: endLine, column: Int32(end))
        )
    }

    @Test(arguments: [
        ("a: «a»bcd«b»", "a: bcd", "   ^~~"),
        ("a: «a»«b»", "a: ", "   ^"),
        ("a:\t«a»b«b»", "a:  b", "    ^"),
        ("\t\t«a»b\tc«b»", "        b   c", "        ^~~~~"),
        ("日本: «a»日本«b» x", "日本: 日本 x", "      ^~~~"),
        ("e\u{301}: «a»e\u{301}x«b»", "e\u{301}: e\u{301}x", "   ^~"),
        ("🙂 «a»x«b»", "🙂 x", "   ^"),
        ("a\u{1B}[31m«a»x«b»", #"a\u{1B}[31mx"#, "           ^"),
        ("a\u{202E}«a»x«b»", #"a\u{202E}x"#, "         ^"),
        ("a\u{E000}«a»x«b»", #"a\u{E000}x"#, "         ^"),
        ("a##[b]: «a»x«b»", #"a\u{23}#[b]: x"#, "             ^"),
        ("##VSO[b]: «a»x«b»", #"\u{23}#VSO[b]: x"#, "               ^"),
        ("  ::b: «a»x«b»", #"  \u{3A}:b: x"#, "            ^"),
        ("a ::b: «a»x«b»", "a ::b: x", "       ^"),
    ])
    func theCaretStandsUnderTheRange(marked: String, text: String, marker: String) {
        #expect(snippet(marked) == [text, marker])
    }

    @Test func aRangeOverSeveralLinesIsMarkedToTheEndOfTheFirst() {
        #expect(Snippet(of: lines("a: [b,"), marking: range(4, 2, endLine: 3)).marker.escaped == "   ^~~")
    }

    @Test func aRangeBehindTheLineIsMarkedAtItsEnd() {
        #expect(Snippet(of: lines("ab"), marking: range(9, 12)).marker.escaped == "  ^")
    }

    @Test(arguments: [0, 60, 95, 150, 400, 5_000, 99_990])
    func aLongLineIsCutAroundTheCaret(before: Int) {
        let after = 100_000 - before
        let lines = snippet(
            String(repeating: "x", count: before) + "«a»HERE«b»" + String(repeating: "y", count: after)
        )
        #expect(lines[0].count <= 102)
        #expect(lines[1].hasSuffix("^~~~"))
        #expect(lines[1].count >= min(before, 30))
        let shown = lines[0].dropFirst(lines[1].count - 4)
        #expect(shown.prefix(4) == "HERE")
        #expect(lines[0].hasSuffix("…") == (after > 99))
    }

    @Test func aLongRangeIsMarkedAsFarAsItIsShown() {
        let lines = snippet("a: «a»" + String(repeating: "x", count: 500) + "«b»")
        #expect(lines[1].count <= 101)
        #expect(lines[1].filter { $0 == "~" }.count > 50)
    }
}
