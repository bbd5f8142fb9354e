import Diagnostics
import LocatedYAML
import Manifest
import TestSupport
import Testing

/// Whatever bytes a manifest has: all that is said about it points into it, and what is accepted is accepted again.
@Suite struct ManifestFuzzTests {
    @Test func `every input gives places within the text, or a manifest that checks clean again`() throws {
        let corpus = try Corpus("Corpus/Manifest", dictionary: Corpus.yaml + Self.words)
        #expect(try fuzz("manifest", corpus, settings: FuzzSettings(inputs: 3_000), check: Self.fault) > 0)
    }

    @Test func `the corpus is valid, and stays so when it is written anew`() throws {
        for input in try Corpus("Corpus/Manifest", dictionary: []).inputs {
            #expect(Self.load(input).manifest != nil, "\(String(decoding: input, as: UTF8.self))")
            #expect(Self.fault(input) == nil)
        }
    }

    private static let words = [
        "version: 1\n", "requires: \">= 0.1, < 9\"\n", "instance: https://a.omniapp.co\n",
        "baseConnections:\n", "connection: ",
        "environments:",
        "userAttribute:", "name: ", "defaultValues: [", "userAttributeValues: [", "isolation: strict",
        "protect: true", "expectations:\n", "base", "b31f9c9f-208d-48a2-9ae3-ff80f2c79fed", "{", "a/b", "a,b",
        " a", "\"\\t\"", "\"\\u200b\"", "null", "yes", "1.10", "A", "\u{0430}", "e\u{301}",
    ].map { Array($0.utf8) }

    private static func load(_ input: [UInt8]) -> LoadedManifest {
        ManifestLoader.load(SourceList([SourceFile(name: "fuzz.yaml", bytes: input)]))
    }

    private static func fault(_ input: [UInt8]) -> String? {
        let loaded = load(input)
        if let fault = faultInDiagnostics(of: loaded) { return fault }
        guard let manifest = loaded.manifest else {
            return loaded.diagnostics.hasErrors ? nil : "neither a manifest nor an error"
        }
        let text = ManifestText.of(manifest)
        let again = load(Array(text.utf8))
        guard let second = again.manifest else {
            return "not accepted again: \(again.diagnostics.map(\.message))\n\(text)"
        }
        return ManifestText.of(second) == text ? nil : "not the same when read again:\n\(text)"
    }

    private static func faultInDiagnostics(of loaded: LoadedManifest) -> String? {
        let bounds = loaded.sources.files.map(TextBounds.init)
        for diagnostic in loaded.diagnostics {
            for range in [diagnostic.range].compactMap(\.self) + diagnostic.notes.map(\.range)
            where range.file != 0 || !bounds[0].hold(range) {
                return "\"\(diagnostic.message)\" has the range \(range)"
            }
            if diagnostic.message.isEmpty || diagnostic.message.contains("\n") {
                return "the message \(diagnostic.message.debugDescription) is not one line"
            }
        }
        let text = DiagnosticRenderer(sources: loaded.sources, isColored: false).render(loaded.diagnostics)
            .escaped
        return text.isEmpty == loaded.diagnostics.isEmpty ? nil : "not everything is shown"
    }
}
