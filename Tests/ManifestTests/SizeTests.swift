import Diagnostics
import LocatedYAML
import Manifest
import Testing

/// Manifests made to be large where nobody expects it.
@Suite struct SizeTests {
    private func load(_ text: String) -> LoadedManifest {
        ManifestLoader.load(SourceList([SourceFile(name: "a.yaml", bytes: Array(text.utf8))]))
    }

    private func messages(environments: String, attribute: String = "") -> [String] {
        CheckedManifest(manifest(environments: environments, attribute: attribute)).loaded.diagnostics.map(
            \.message
        )
    }

    private func text(_ count: Int) -> String { String(repeating: "é", count: count) }

    @Test func aLabelHas256Characters() {
        #expect(messages(environments: "\(text(256)): {connection: D, userAttributeValues: []}") == [])
        let tooLong = messages(environments: "\(text(257)): {connection: D, userAttributeValues: []}")
        #expect(tooLong.count == 1)
        #expect(tooLong.first?.hasSuffix("…\" has 257 characters, and may have 256; shorten it") == true)
    }

    @Test func aValueHas1024Bytes() {
        #expect(messages(environments: "dev: {connection: D, userAttributeValues: [\(text(512))]}") == [])
        let tooLong = messages(environments: "dev: {connection: D, userAttributeValues: [\(text(512))x]}")
        #expect(tooLong.count == 1)
        #expect(tooLong.first?.hasSuffix("has 1025 bytes, and may have 1024; shorten it") == true)
    }

    @Test func theNamesOfAttributesAndConnectionsHave1024Bytes() {
        #expect(messages(environments: "{}", attribute: "userAttribute: {name: \(text(512))}") == [])
        #expect(messages(environments: "{}", attribute: "userAttribute: {name: \(text(512))x}").count == 1)
        #expect(messages(environments: "dev: {connection: \(text(512)), userAttributeValues: []}") == [])
        #expect(
            messages(environments: "dev: {connection: \(text(512))x, userAttributeValues: []}").count == 1
        )
    }

    /// Twelve kilobytes of which aliases make ten thousand errors, each on a line of eleven kilobytes.
    @Test func aHundredFindingsAreShownAndTheRestIsCounted() {
        let bad = (0..<101).map { "\"a\($0)\(String(repeating: "b", count: 100))\"" }.joined(separator: ", ")
        let lists = (0..<100).map { "e\($0): {connection: c\($0), userAttributeValues: *v}" }.joined(
            separator: ", "
        )
        let loaded = load(
            "version: 1\nbaseConnections: {w: {connection: W, environments: {e: {connection: c, userAttributeValues: &v [\(bad)]}, \(lists)}}}\n"
        )
        #expect(loaded.diagnostics.count > 10_000)
        let output = DiagnosticRenderer(sources: loaded.sources, isColored: false).render(loaded.diagnostics)
            .escaped
        #expect(output.utf8.count < 64 << 10)
        #expect(output.split(separator: "\n").count == 601)
        #expect(
            output.hasSuffix(
                "\n\(loaded.diagnostics.count - 100) more findings, not shown: correct these first\n"
            )
        )
    }

    @Test func noErrorIsLeftOutForAWarning() {
        let warnings = (0..<150).map { _ in "x" }.joined(separator: ", ")
        let loaded = load(
            """
            version: 1
            baseConnections:
              w:
                connection: W
                environments: {dev: {connection: D, userAttributeValues: [\(warnings)]}}
                isolation: no
            """
        )
        let report = DiagnosticReport(loaded.diagnostics)
        #expect(report.shown.count == 100)
        #expect(report.shown.last?.severity == .error)
        #expect(report.leftOut == loaded.diagnostics.count - 100)
    }

    /// Many signs in one line, each of which could be the one that begins a comment.
    @Test(.timeLimit(.minutes(1))) func manyCommentSignsCostNoMoreThanTheirNumber() {
        let signs = String(repeating: "é #a", count: 200_000)
        let loaded = load(
            "version: 1\nx-a: \"\(signs)\"\nbaseConnections: {w: {connection: W #b\n, environments: {}}}\n"
        )
        #expect(loaded.manifest != nil)
    }

    /// Many places that the parser complains about, and as many findings that ask about them.
    @Test(.timeLimit(.minutes(1))) func manyDamagedPlacesCostNoMoreThanTheirNumber() {
        let broken = (0..<20_000).map { "e\($0): *none" }.joined(separator: ", ")
        let loaded = load("version: 1\nbaseConnections: {w: {connection: W, environments: {\(broken)}}}\n")
        #expect(loaded.manifest == nil)
        #expect(loaded.diagnostics.count >= 20_000)
    }
}
