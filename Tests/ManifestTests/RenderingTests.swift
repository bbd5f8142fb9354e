import Diagnostics
import LocatedYAML
import Manifest
import TestSupport
import Testing

@Suite struct RenderingTests {
    private func load() -> LoadedManifest {
        let text = MarkedText(OnePassTests.text).text
        return ManifestLoader.load(SourceList([SourceFile(name: "omnienv.yaml", bytes: Array(text.utf8))]))
    }

    @Test func aDozenErrorsInPlainText() throws {
        let loaded = load()
        let renderer = DiagnosticRenderer(sources: loaded.sources, isColored: false)
        try expectGolden("one-pass.txt", renderer.render(loaded.diagnostics).escaped)
    }

    @Test func coloursAddNothingButColour() throws {
        let loaded = load()
        let plain = DiagnosticRenderer(sources: loaded.sources, isColored: false).render(loaded.diagnostics)
            .escaped
        let colored = DiagnosticRenderer(sources: loaded.sources, isColored: true).render(loaded.diagnostics)
            .escaped
        try expectGolden(
            "one-pass-first-in-color.txt",
            colored.split(separator: "\n").prefix(3).joined(separator: "\n")
        )
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    }

    @Test func nothingInAManifestActsOnTheTerminal() {
        let text = "version: \"\\e[31m\u{202E}\"\n\"\\e]0;x\\a\": 1\n"
        let loaded = ManifestLoader.load(
            SourceList([SourceFile(name: "a\u{1B}.yaml", bytes: Array(text.utf8))])
        )
        let output = DiagnosticRenderer(sources: loaded.sources, isColored: false).render(loaded.diagnostics)
            .escaped
        #expect(!output.isEmpty)
        #expect(!output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
    }

    @Test func aVeryLongTextIsCutInMessages() {
        #expect(
            String(repeating: "x", count: 200).quoted == "\"" + String(repeating: "x", count: 120) + "…\""
        )
        #expect("a\tb".quoted == #""a\tb""#)
    }
}
