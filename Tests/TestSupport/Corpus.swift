import FoundationEssentials

/// The seed inputs beside the tests, and the words that mutants of them are made with.
package struct Corpus {
    package let inputs: [[UInt8]]
    package let dictionary: [[UInt8]]

    /// Every file in `folder` beside the calling file, in the order of their names.
    package init(
        _ folder: String,
        dictionary: [[UInt8]],
        besides caller: String = #filePath
    ) throws {
        let folder = URL(filePath: caller).deletingLastPathComponent().appending(path: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        inputs = try names.sorted().map { Array(try Data(contentsOf: folder.appending(path: $0))) }
        self.dictionary = dictionary
    }

    package static let yaml: [[UInt8]] =
        [
            ": ", ":\n", "- ", "? ", ", ", "[", "]", "{", "}", "\n", "\r\n", "\r", "\t", "  ", " #", "# c\n",
            "&a ", "*a", "&b ", "*b ", "<<: *a\n", "<<: [*a, *b]", "<<", "! ", "!!str ", "!!int ", "!!map ",
            "!!seq ", "!x!y ", "!<u:v> ", "|\n", "|-\n", "|+2\n", ">\n", ">-\n", "'", "''", "\"", "\\",
            "\\u00e9",
            "\\x41", "\\\n", "\\U0010FFFF", "---", "--- ", "---\n", "...\n", "%YAML 1.1\n",
            "%TAG ! tag:x,1:\n",
            "~", "null", "=", "@", "`", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}", "é", "🦊", "e\u{301}",
            "\0",
            "key: value\n", "  key: {a: [1, 2]}\n", "- - - x\n",
        ].map { Array($0.utf8) } + notUTF8

    package static let json: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\\"", "\\u00e9", "\\ud83e\\udd8a", "\\ud83e",
            "\\u0000",
            "null", "true", "false", "nul", "0", "-1", "1e999", "1.5", "01", "\n", " ", "\t", "\0", "é", "🦊",
            "e\u{301}", "\u{FEFF}", "{}", "[]", "\"\"", "[[[[", "{\"a\":", ",\"a\":1", "\"id\":null",
        ].map { Array($0.utf8) } + notUTF8

    private static let notUTF8: [[UInt8]] = [[0xFF], [0xC2], [0xED, 0xA0, 0x80], [0xF0, 0x9F]]
}
