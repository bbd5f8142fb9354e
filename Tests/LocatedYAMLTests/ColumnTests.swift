import LocatedYAML
import TestSupport
import Testing

/// What counts as a character and what as a line, in positions and in `SourceFile.line` alike.
@Suite struct ColumnTests {
    @Test(arguments: [
        ("tabs count one", "a:\t\t«a»x«b»\n"),
        ("an emoji counts one", "{🦊🦊: «a»x«b»}\n"),
        ("a joined emoji counts its scalars", "{👩‍👩‍👧: «a»x«b»}\n"),
        ("a combining mark counts", "{e\u{301}: «a»x«b»}\n"),
        ("CR LF is one break", "a: 1\r\nb: 2\r\nc: «a»x«b»\r\n"),
        ("CR is a break", "a: 1\rb: 2\rc: «a»x«b»\r"),
        ("breaks in comments count", "# one\r# two\r\n# three\nc: «a»x«b»\n"),
        ("breaks in quotes count", "a: \"1\r2\r\n3\"\nc: «a»x«b»\n"),
        ("breaks in block scalars count", "a: |\n  1\r  2\r\n  3\nc: «a»x«b»\n"),
        ("no last break is needed", "a: «a»x«b»"),
    ]) func columnsCountScalarsAndLinesCountBreaks(what: String, marked text: String) throws {
        let marked = MarkedText(text)
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.entries.last?.value.range == marked.range("a", "b"), "\(what)")

        let source = SourceFile(name: "-", bytes: Array(marked.text.utf8))
        let line = Array(source.line(marked["a"].line).unicodeScalars)
        #expect(line[Int(marked["a"].column) - 1] == "x", "\(what)")
    }

    @Test func aByteOrderMarkIsPartOfNoLine() throws {
        let marked = MarkedText("«a»a«b»: 1\n")
        let bytes = [0xEF, 0xBB, 0xBF] + Array(marked.text.utf8)
        let root = try #require(parse(bytes).documents.first)
        #expect(root.entries.first?.key.range == marked.range("a", "b"))
        #expect(SourceFile(name: "-", bytes: bytes).line(1) == "a: 1")
    }

    @Test func positionsBehindAByteOrderMarkComeFromTheTextAfterIt() {
        let marked = MarkedText("ok: 1\nbad: «a»\u{7}\n")
        let stream = parse([0xEF, 0xBB, 0xBF] + Array(marked.text.utf8))
        #expect(stream.kinds == [.controlCharacter(code: 7)])
        #expect(stream.problems.first?.range == marked.range("a", "a"))
    }
}
