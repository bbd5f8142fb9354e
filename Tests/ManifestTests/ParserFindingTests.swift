import Diagnostics
import LocatedYAML
import Testing

@testable import Manifest

@Suite struct ParserFindingTests {
    @Test func duplicateKeysAreShownAtBothPlaces() {
        let checked = CheckedManifest(
            manifest(
                environments: """
                    «a»dev: {connection: D, userAttributeValues: []}
                    «b»dev: {connection: E, userAttributeValues: []}
                    """
            )
        )
        #expect(
            checked.lines == [
                "b: error: the key \"dev\" is written twice at the same level; keep one of them, or rename one",
                "  a: note: first written here",
            ]
        )
    }

    @Test(arguments: [
        "connection: «a»*nowhere\nuserAttributeValues: [dev]",
        "connection: D\nuserAttributeValues: «a»*nowhere",
    ])
    func anAliasThatLeadsNowhereIsOneError(fields: String) {
        let checked = CheckedManifest(manifest(environments: "dev:\n\(fields.indented(2))"))
        #expect(
            checked.lines == [
                "a: error: no anchor \"&nowhere\" before this alias; define it, or quote the text"
            ]
        )
    }

    @Test func aFailedMergeMakesNoMissingKeys() {
        let checked = CheckedManifest(manifest(environments: "dev:\n  <<: text\n"))
        #expect(checked.loaded.diagnostics.count == 1)
        #expect(checked.loaded.diagnostics.first?.finding is YAMLProblem)
    }

    @Test func bytesThatAreNotUTF8AreAnError() {
        let loaded = ManifestLoader.load(SourceList([.init(name: "x", bytes: [0x61, 0xFF])]))
        #expect(loaded.manifest == nil)
        #expect(loaded.diagnostics.map(\.severity) == [.error])
    }
}
