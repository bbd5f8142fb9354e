import LocatedYAML
import TestSupport
import Testing

@Suite struct DocumentTests {
    @Test(arguments: [
        ("", []),
        ("\u{FEFF}", []),
        ("# only a comment\n\n", []),
        ("---\n", [""]),
        ("---\n---\n...\n", ["", ""]),
        ("a: 1\n---\n- 2\n...\n--- three\n", ["{a: 1}", "[2]", "three"]),
        ("%YAML 1.1\n---\na: 1\n", ["{a: 1}"]),
        ("a: 1\r\n---\r\nb: 2\r\n", ["{a: 1}", "{b: 2}"]),
        ("{a: [1, {b: 2}], c: ''}", [#"{a: [1, {b: 2}], c: ""}"#]),
        ("? a\n: 1\n? b\n", ["{a: 1, b: }"]),
    ]) func aStreamGivesARootPerDocument(text: String, expected: [String]) {
        let stream = parse(text)
        #expect(stream.outlines == expected)
        #expect(stream.problems.isEmpty)
    }

    @Test func anchorsEndWithTheirDocument() {
        let marked = MarkedText("- &a 1\n- *a\n---\n- «a»*a«b»\n")
        let stream = parse(marked.text)
        #expect(stream.outlines == ["[1, 1]", "[]"])
        #expect(stream.kinds == [.undefinedAlias("a")])
        #expect(stream.problems.first?.range == marked.range("a", "b"))
    }

    @Test func documentsBeforeASyntaxErrorAreKept() {
        let stream = parse("a: 1\n---\nb: 2\n---\nc: [3\n---\nd: 4\n")
        #expect(stream.outlines == ["{a: 1}", "{b: 2}"])
        #expect(stream.problems.count == 1)
    }

    @Test func everyRangeNamesItsFile() {
        let stream = parse("a: [1]\n---\n*b")
        #expect(stream.documents.map(\.range.file) == [TestText.file, TestText.file])
        #expect(stream.documents.first?.entries.first?.key.range.file == TestText.file)
        #expect(stream.problems.map(\.range.file) == [TestText.file])
    }
}
