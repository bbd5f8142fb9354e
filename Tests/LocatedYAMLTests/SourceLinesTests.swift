import LocatedYAML
import Testing

@Suite struct SourceLinesTests {
    private func lines(_ bytes: [UInt8]) -> [String] {
        let lines = SourceLines(of: SourceFile(name: "-", bytes: bytes))
        return (1...Int32(lines.count)).map(lines.text(ofLine:))
    }

    @Test(arguments: [
        ("", [""]),
        ("one", ["one"]),
        ("one\n", ["one", ""]),
        ("one\r\n\r\ntwo\rthree", ["one", "", "two", "three"]),
        ("one\u{85}two\u{2028}three\u{2029}four", ["one\u{85}two\u{2028}three\u{2029}four"]),
        ("one\n\u{FEFF}two", ["one", "two"]),
        ("é\u{B}\u{2027}", ["é\u{B}\u{2027}"]),
    ]) func aTextSplitsAtEveryBreak(text: String, expected: [String]) {
        #expect(lines(Array(text.utf8)) == expected)
    }

    @Test func aBreakCutOffByTheEndIsNoBreak() {
        #expect(lines([0x61, 0xC2]) == ["a\u{FFFD}"])
        #expect(lines([0x61, 0xE2, 0x80]) == ["a\u{FFFD}"])
    }

    @Test(arguments: [Int32.min, -1, 0, 3, .max])
    func aLineThatIsNotThereIsEmpty(number: Int32) {
        #expect(SourceFile(name: "-", bytes: Array("one\ntwo".utf8)).line(number) == "")
    }
}
