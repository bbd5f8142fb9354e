import Diagnostics
import FoundationEssentials
import Testing

/// What pipelines and terminals obey, in texts from elsewhere.
@Suite struct SafeTextTests {
    @Test(arguments: [
        ("globex##[debug]x", #"globex\u{23}#[debug]x"#),
        ("a ##vso[task.setvariable]", #"a \u{23}#vso[task.setvariable]"#),
        ("##TeamCity[message]", #"\u{23}#TeamCity[message]"#),
        ("####[group]", #"##\u{23}#[group]"#),
        ("a\n::set-output name=x::y\n", "a\n\\u{3A}:set-output name=x::y\n"),
        ("  \t::warning::x", "  \t\\u{3A}:warning::x"),
        ("\u{A0}::warning::x", #"\u{A0}::warning::x"#),
        (":::x", #"\u{3A}::x"#),
        ("a\rb\u{1B}]0;x\u{7}\u{9B}", #"a\u{D}b\u{1B}]0;x\u{7}\u{9B}"#),
        (
            "\u{202E}\u{200B}\u{2028}\u{E000}\u{F0000}\u{7F}",
            #"\u{202E}\u{200B}\u{2028}\u{E000}\u{F0000}\u{7F}"#
        ),
    ])
    func `what is obeyed is shown by its code`(text: String, shown: String) {
        #expect(text.safeLines == shown)
    }

    @Test(arguments: [
        "", "a: b → c…\n", "\u{1B}[1;31merror:\u{1B}[0m x\n", "\r\u{1B}[K[##..] 2/4", "## heading # [x] a::b",
        "日本 é e\u{301} 🙂\n",
    ])
    func `what is harmless stays`(text: String) {
        #expect(text.safeLines == text)
    }

    @Test func `a reader of JSON gets the true text back`() throws {
        let text = "globex##[debug] ::a \u{202E}\u{E000}\u{F0001} ##vso[x] é \" \\"
        let encoded = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
        let json = encoded.safeJSON
        #expect(json.safeLines == json)
        #expect(!json.contains("##["))
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
    }
}
