import Diagnostics
import Testing

/// Words of the program and text from elsewhere in one text.
@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("dev", "dev"), ("team:dev/eu-1.10", "team:dev/eu-1.10"), ("日本", "日本"), ("a\u{202E}b", "a\\u{202E}b"),
        ("dev eu", "\"dev eu\""), ("dev,eu", "\"dev,eu\""), ("eu→base", "\"eu→base\""),
        ("eu->base", "\"eu->base\""),
        ("dev(eu)", "\"dev(eu)\""), ("a\"b", "\"a\\\"b\""), ("", "\"\""), ("a⇒b", "\"a⇒b\""),
        ("a\nb c", "\"a\\nb c\""),
    ])
    func `in a row, what could be taken for a separator stands in quotes`(foreign: String, shown: String) {
        #expect("\(inRow: foreign)" as TerminalText == TerminalText(document: shown))
    }

    @Test func `what is interpolated is escaped and stays on its line`() {
        let foreign = "eu\u{1B}[2J\u{202E}\n\u{A0}"
        let text: TerminalText = "- \(foreign):\n  \(quoted: foreign)\n"
        let shown = #"eu\u{1B}[2J\u{202E}\n\u{A0}"#
        #expect(text.escaped == "- \(shown):\n  \"\(shown)\"\n")
        #expect(text.lines.count == 3)
    }

    @Test func `a text within a text is not escaped again`() {
        let inner: TerminalText = "\u{1B}[1m\("a\tb")\u{1B}[0m"
        let outer: TerminalText = "\(inner), \(inner)"
        #expect(outer.escaped == "\u{1B}[1ma\\tb\u{1B}[0m, \u{1B}[1ma\\tb\u{1B}[0m")
    }

    @Test func `a document keeps its lines, and nothing in it acts`() {
        let text = TerminalText(document: "a: \u{1B}]0;x\u{7}\n##[debug]\n")
        #expect(text.escaped == "a: \\u{1B}]0;x\\u{7}\n\\u{23}#[debug]\n")
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("🙂x", 3), ("", 0), ("\u{200B}", 8),
    ])
    func `a width is what a terminal shows`(foreign: String, width: Int) {
        let text: TerminalText = "\u{1B}[31m\(foreign)\u{1B}[0m"
        #expect(text.width == width)
        #expect(text.padded(to: 10).width == 10)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本日本", 6, "日本…"), ("日本日本", 7, "日本日…"),
        ("abc", 1, "…"),
    ])
    func `what does not fit is cut`(foreign: String, width: Int, shown: String) {
        #expect(TerminalText(foreign).shortened(to: width).escaped == shown)
    }
}
