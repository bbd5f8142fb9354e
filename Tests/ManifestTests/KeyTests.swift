import Testing

@Suite struct KeyTests {
    @Test(arguments: [
        ManifestCase(
            "in the root",
            "version: 1\nbaseConnections: {w: {connection: W, environments: {}}}\n«a»expectation: {}",
            "a: error: the manifest has no key \"expectation\"; correct or remove it",
            "  hint: did you mean \"expectations\"?"
        ),
        ManifestCase(
            "in a base",
            manifest(environments: "{}", attribute: "«a»isolaton: strict"),
            "a: error: base \"warehouse\" has no key \"isolaton\"; correct or remove it",
            "  hint: did you mean \"isolation\"?"
        ),
        ManifestCase(
            "in an attribute",
            manifest(environments: "{}", attribute: "userAttribute: {name: e, «a»defaultValue: [x]}"),
            "a: error: \"userAttribute\" has no key \"defaultValue\"; correct or remove it",
            "  hint: did you mean \"defaultValues\"?"
        ),
        ManifestCase(
            "in an environment",
            manifest(environments: "dev: {connection: D, userAttributeValues: [], «a»colour: red}"),
            "a: error: environment \"dev\" has no key \"colour\"; correct or remove it",
            "  hint: known keys: connection, userAttributeValues, protect"
        ),
    ])
    func anUnknownKeyIsAnError(_ example: ManifestCase) {
        #expect(CheckedManifest(example.text).lines == example.lines)
    }

    @Test(arguments: [
        ManifestCase(
            "of an environment",
            manifest(environments: "dev: {«a»conection: D, userAttributeValues: []}"),
            "a: error: environment \"dev\" has no key \"conection\"; correct or remove it",
            "  hint: did you mean \"connection\"?"
        ),
        ManifestCase(
            "of the root",
            "version: 1\n«a»baseConection: {w: {}}\nexpectations: {w: {a: b}}",
            "a: error: the manifest has no key \"baseConection\"; correct or remove it",
            "  hint: did you mean \"baseConnections\"?"
        ),
    ])
    func aMisspelledRequiredKeyIsOneErrorOnly(_ example: ManifestCase) {
        #expect(CheckedManifest(example.text).lines == example.lines)
    }

    @Test(arguments: ["2", "1.0", "01", "\"1 \"", "one"])
    func onlyVersion1IsRead(version: String) {
        let checked = CheckedManifest(
            "version: «a»\(version)\nbaseConnections: {w: {connection: W, environments: {}}}"
        )
        let text = version.filter { $0 != "\"" }
        #expect(checked.lines == ["a: error: this omnienv reads version 1, not \"\(text)\"; write 1"])
    }

    @Test(arguments: [
        ("yes", "true"), ("on", "true"), ("Y", "true"), ("True", "true"), ("no", "false"), ("OFF", "false"),
        ("flase", "false"),
    ])
    func protectIsTrueOrFalse(written: String, meant: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: [], protect: «a»\(written)}")
        )
        #expect(
            checked.lines == [
                "a: error: \"protect\" must be true or false, not \"\(written)\"; write one of them",
                "  hint: did you mean \"\(meant)\"?",
            ]
        )
    }

    @Test func isolationIsReportOrStrict() {
        let checked = CheckedManifest(manifest(environments: "{}", attribute: "isolation: «a»tight"))
        #expect(
            checked.lines == [
                "a: error: \"isolation\" must be report or strict, not \"tight\"; write one of them"
            ]
        )
    }

    @Test func allowFallbackIsAListOfValues() {
        let text = CheckedManifest(manifest(environments: "{}", attribute: "allowFallback: «a»eu"))
        #expect(
            text.lines == ["a: error: \"allowFallback\" must be a list, but this is text; write it as [eu]"]
        )
        let comma = CheckedManifest(manifest(environments: "{}", attribute: "allowFallback: [«a»'a,b']"))
        #expect(comma.lines.count == 1)
    }

    @Test func aManifestNeedsABase() {
        let message = "the manifest has no base connection; list one under \"baseConnections\""
        #expect(CheckedManifest("version: 1\n«a»baseConnections: {}").lines == ["a: error: \(message)"])
        #expect(CheckedManifest("«a»version: 1\n").lines == ["a: error: \(message)"])
    }
}
