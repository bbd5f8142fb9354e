import JSONText
import Testing

@Suite struct JSONReaderTests {
    private func text(_ json: String) throws -> String? {
        var reader = JSONReader(Array(json.utf8))
        let text = try reader.text()
        try reader.end()
        return text
    }

    @Test(
        arguments: [
            (#""""#, ""), (#" "a\"b\\c\/d\b\f\n\r\t" "#, "a\"b\\c/d\u{8}\u{C}\n\r\t"),
            (#""\u00e9\u20AC""#, "é€"),
            (#""\ud83d\ude00!""#, "😀!"), (#""\ud83dx""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
            (#""\ude00""#, "\u{FFFD}"), ("\"😀\"", "😀"), ("-1.5e+3", "-1.5e+3"), ("0", "0"),
            ("-0.10E5", "-0.10E5"),
            ("true", "true"),
            ("null", nil),
            (#"{"a": [1, {"b": "}"}]}"#, nil), ("[[[]]]", nil),
        ] as [(String, String?)]
    )
    func `reads one value`(json: String, expected: String?) throws {
        #expect(try text(json) == expected)
    }

    @Test(arguments: [
        (#""a"#, JSONProblem.cutOff), (#""a\"#, .cutOff), (#""\u12"#, .cutOff), ("[1, 2", .cutOff),
        (#"{"a": {"#, .cutOff),
        ("", .cutOff), (" ", .cutOff), ("nul", .cutOff), ("-", .cutOff), (#""\x""#, .notJSON),
        (#""\u12g4""#, .notJSON), ("nope", .notJSON),
        ("]", .notJSON), ("1 2", .notJSON), ("'a'", .notJSON), ("nan", .notJSON), ("inf", .notJSON),
        ("01", .notJSON), ("+1", .notJSON), (".5", .notJSON), ("0x1", .notJSON), ("1.", .cutOff),
        ("1e", .cutOff),
        ("[1.]", .notJSON), ("[-]", .notJSON),
    ])
    func `tells what is no JSON from what is cut off`(json: String, problem: JSONProblem) {
        #expect(throws: problem) { try text(json) }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        var reader = JSONReader([0x22, 0xFF, 0x22])
        #expect(throws: JSONProblem.notJSON) { try reader.text() }
    }

    @Test func `nesting of any depth is skipped without recursion`() throws {
        let depth = 200_000
        #expect(try text(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)) == nil)
    }
}
