import Diagnostics
import LocatedYAML
import Testing

@testable import Manifest

@Suite struct MergingTests {
    private func base(_ label: String, _ connection: String, mark: String = "x") -> String {
        "version: 1\nbaseConnections: {«\(mark)»\(label): {connection: \(connection), environments: {dev: {connection: D, userAttributeValues: [dev]}}}}\n"
    }

    @Test func filesAndDocumentsMerge() {
        let checked = CheckedManifest(
            base("one", "One") + "---\n# nothing here\n---\n" + base("two", "Two"),
            base("three", "Three"),
            "version: 1\nexpectations: {three: {dev: dev}, one: {dev: dev}}"
        )
        #expect(checked.lines == [])
        #expect(checked.loaded.manifest?.bases.map(\.label.value) == ["one", "two", "three"])
        #expect(checked.loaded.sources.files.map(\.name) == ["0.yaml", "1.yaml", "2.yaml"])
    }

    @Test func oneBaseStandsInOnePlace() {
        let checked = CheckedManifest(base("one", "One", mark: "a"), base("one", "One", mark: "b"))
        #expect(
            checked.lines == [
                "b: error: base \"one\" stands in two places; keep it in one", "  a: note: first listed here",
            ]
        )
    }

    @Test func oneConnectionIsOneBaseInAllFiles() {
        let checked = CheckedManifest(base("one", "«a»One"), base("two", "«b»One"))
        #expect(
            checked.lines == [
                "b: error: base \"two\" has the connection of base \"one\"; list each connection once",
                "  a: note: first listed here",
            ]
        )
    }

    @Test func everyDocumentNeedsItsVersion() {
        let checked = CheckedManifest(base("one", "One") + "---\n«a»expectations: {}")
        #expect(checked.lines == ["a: error: the manifest lacks the key \"version\"; add it"])
    }

    @Test func anExpectationStandsOnce() {
        let checked = CheckedManifest(
            base("one", "One"),
            "version: 1\nexpectations: {one: {«a»dev: dev, other: base}}",
            "version: 1\nexpectations: {one: {«b»dev: base}}"
        )
        #expect(
            checked.lines == [
                "b: error: the expectation of \"dev\" for base \"one\" stands in two places; keep one",
                "  a: note: first listed here",
            ]
        )
    }

    @Test func errorsOfAllFilesAreShownInTheirOrder() {
        let checked = CheckedManifest(
            "version: «a»2\n" + base("one", "One").dropFirst("version: 1\n".count),
            "version: 1\nbaseConnections: «b»[",
            "version: «c»3\n"
        )
        #expect(checked.lines.map { $0.prefix(8) }.filter { !$0.hasPrefix(" ") }.count == 3)
        #expect(checked.lines.first?.hasPrefix("a: error") == true)
        #expect(checked.lines.last == "c: error: this omnienv reads version 1, not \"3\"; write 1")
    }

    @Test func aFileThatCannotBeParsedHidesNothingAndInventsNothing() {
        let checked = CheckedManifest(
            "version: 1\nbaseConnections: {two: {connection: Two, environments: {}}}\nx: [",
            "version: 1\nexpectations: {two: {dev: dev}}"
        )
        #expect(checked.loaded.diagnostics.count == 1)
        #expect(checked.loaded.diagnostics[0].finding is YAMLProblem)
        #expect(checked.loaded.manifest == nil)
    }
}
