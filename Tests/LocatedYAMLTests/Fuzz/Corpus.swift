import FoundationEssentials

/// The seed inputs beside the tests, and the words that YAML texts are made of.
enum Corpus {
    /// Every YAML file of the folder `Corpus` beside the calling file.
    static func load(besides caller: String = #filePath) throws -> [[UInt8]] {
        let folder = URL(filePath: caller).deletingLastPathComponent().appending(path: "Corpus")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
            Array(try Data(contentsOf: folder.appending(path: name)))
        }
    }

    static let dictionary: [[UInt8]] =
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
        ].map { Array($0.utf8) } + [[0xFF], [0xC2], [0xED, 0xA0, 0x80], [0xF0, 0x9F]]
}
