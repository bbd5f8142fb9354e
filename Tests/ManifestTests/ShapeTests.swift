import Diagnostics
import Manifest
import TestSupport
import Testing

@Suite struct ShapeTests {
    @Test(arguments: ["", "# only a comment\n", "---\n...\n"])
    func aManifestInWhichNothingIsWritten(text: String) {
        let checked = CheckedManifest("«a»" + text)
        #expect(
            checked.lines == [
                "a: error: nothing is written in the manifest; list a base connection under \"baseConnections\""
            ]
        )
        #expect(CheckedManifest(text, manifest(environments: "{}")).lines == [])
    }

    @Test func aKeyThatLacksTheSpaceBehindItsColon() {
        let checked = CheckedManifest(
            manifest(environments: "dev: {«a»connection:D, userAttributeValues: []}")
        )
        #expect(
            checked.lines.contains("  hint: a space is missing after the colon; write \"connection: D\"")
        )
    }
    @Test func keysThatAreNotIndentedBelowTheirLabelAreOneError() {
        let environment = CheckedManifest(
            manifest(environments: "dev:\n«a»connection: D\nuserAttributeValues: [dev]\nprotect: true")
        )
        #expect(
            environment.lines == [
                """
                a: error: "connection" is a key of an environment, and stands beside "dev"; indent it below the label that it \
                belongs to
                """
            ]
        )
        let base = CheckedManifest(
            "version: 1\nbaseConnections:\n  «a»connection: W\n  isolation: strict\n  environments:\n    dev: {connection: D}"
        )
        #expect(
            base.lines == [
                """
                a: error: "connection" is a key of a base connection, which has no label; write one, such as \
                "warehouse:", in a line above, and indent the keys below it
                """
            ]
        )
    }

    @Test func aLabelMayBeCalledAsAKeyIs() {
        #expect(
            CheckedManifest(manifest(environments: "connection: {connection: D, userAttributeValues: []}"))
                .lines == []
        )
    }

    @Test(arguments: [
        (
            "userAttributeValues: [«a»team: dev]",
            "must be text, but this is of the form \"key: value\"; put quotes around it: 'team: dev'"
        ),
        (
            "userAttributeValues: [«a»[eu, us]]",
            "must be text, but this is a list; write its values one by one: eu, us"
        ),
        ("userAttributeValues: «a»eu\n    - us", "must be a list, but this is text; write it as [eu, us]"),
        (
            "userAttributeValues: «a»{team: dev}",
            "must be a list, but this is of the form \"key: value\"; write the values in brackets, with commas between"
        ),
    ])
    func adviceIsMadeOfWhatStandsThere(field: String, end: String) {
        let lines = CheckedManifest(manifest(environments: "dev:\n  connection: D\n  " + field)).lines
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("a: error: ") == true && lines.first?.hasSuffix(end) == true)
    }

    @Test(arguments: [
        ManifestCase(
            "a root that is text",
            "«a»hello",
            "a: error: the manifest must be of the form \"key: value\", but this is text; write lines such as \"version: 1\""
        ),
        ManifestCase(
            "a root that is a list",
            "«a»- version: 1",
            "a: error: the manifest must be of the form \"key: value\", but this is a list; write lines such as \"version: 1\", without dashes or brackets"
        ),
        ManifestCase(
            "bases that are a list",
            "version: 1\nbaseConnections: «a»[w]",
            "a: error: \"baseConnections\" must be of the form \"key: value\", but this is a list; write \"w: …\" under it, without dashes or brackets"
        ),
        ManifestCase(
            "bases that are not written",
            "version: 1\n«a»baseConnections:\n",
            "a: error: \"baseConnections\" must be of the form \"key: value\", but nothing is written; write lines such as \"warehouse: …\" under it"
        ),
        ManifestCase(
            "a base that is text",
            "version: 1\nbaseConnections: {w: «a»W}",
            "a: error: base \"w\" must be of the form \"key: value\", but this is text; write lines such as \"connection: …\" under it"
        ),
        ManifestCase(
            "an environment that is text",
            manifest(environments: "dev: «a»Dev"),
            "a: error: environment \"dev\" must be of the form \"key: value\", but this is text; write lines such as \"connection: …\" under it"
        ),
        ManifestCase(
            "an environment that is not written",
            manifest(environments: "«a»dev:"),
            "a: error: environment \"dev\" must be of the form \"key: value\", but nothing is written; write lines such as \"connection: …\" under it"
        ),
        ManifestCase(
            "a connection that is a list",
            manifest(environments: "dev: {connection: «a»[Dev], userAttributeValues: []}"),
            "a: error: \"connection\" must be text, but this is a list; write it as Dev"
        ),
        ManifestCase(
            "values that are text",
            manifest(environments: "dev: {connection: Dev, userAttributeValues: «a»dev}"),
            "a: error: \"userAttributeValues\" must be a list, but this is text; write it as [dev]"
        ),
        ManifestCase(
            "an attribute that is text",
            manifest(environments: "{}", attribute: "userAttribute: «a»environment"),
            "a: error: \"userAttribute\" must be of the form \"key: value\", but this is text; write lines such as \"name: …\" under it",
            "  hint: write \"userAttribute: {name: environment}\""
        ),
        ManifestCase(
            "default values that are text",
            manifest(environments: "{}", attribute: "userAttribute: {name: e, defaultValues: «a»prod}"),
            "a: error: \"defaultValues\" must be a list, but this is text; write it as [prod]"
        ),
        ManifestCase(
            "values with commas",
            manifest(environments: "dev: {connection: Dev, userAttributeValues: «a»'eu, us'}"),
            "a: error: \"userAttributeValues\" must be a list, but this is text; write it as [eu, us]"
        ),
        ManifestCase(
            "values in braces",
            manifest(environments: "dev: {connection: Dev, userAttributeValues: «a»{eu, us}}"),
            "a: error: \"userAttributeValues\" must be a list, but this is of the form \"key: value\"; write it as [eu, us]"
        ),
        ManifestCase(
            "dashes without a space",
            manifest(environments: "dev:\n  connection: Dev\n  userAttributeValues:\n    «a»-eu\n    -us"),
            "a: error: \"userAttributeValues\" must be a list, but this is text; write it as [eu, us]"
        ),
        ManifestCase(
            "values that are null",
            manifest(environments: "dev: {connection: Dev, userAttributeValues: «a»~}"),
            "a: error: \"userAttributeValues\" must be a list, but this is null; write [] or a list"
        ),
        ManifestCase(
            "protection that is not written",
            manifest(environments: "dev:\n  connection: Dev\n  userAttributeValues: []\n  «a»protect:"),
            "a: error: \"protect\" must be true or false, but nothing is written; write true or false"
        ),
        ManifestCase(
            "expectations that are a list",
            manifest(environments: "{}", after: "expectations: «a»[]"),
            "a: error: \"expectations\" must be of the form \"key: value\", but this is a list; write lines such as \"key: …\" under it, without dashes or brackets"
        ),
        ManifestCase(
            "an expectation of a list",
            manifest(environments: "{}", after: "expectations: {warehouse: {dev: «a»[x]}}"),
            "a: error: the expectation of \"dev\" must be text, but this is a list; write it as x"
        ),
    ])
    func aWrongKindIsAnError(_ example: ManifestCase) {
        #expect(CheckedManifest(example.text).lines == example.lines)
    }

    @Test(arguments: ["null", "~", "Null", "NULL"])
    func nullIsNoText(null: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: Dev, userAttributeValues: [«a»\(null)]}")
        )
        let advice = "write the value, or put quotes around it if these characters are meant"
        #expect(
            checked.lines == [
                "a: error: a value under \"userAttributeValues\" must be text, but this is null; \(advice)"
            ]
        )
    }

    @Test func aQuotedNullIsText() {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: \"~\", userAttributeValues: ['null', \"~\"]}")
        )
        #expect(checked.loaded.manifest?.bases[0].environments[0].values.map(\.value) == ["null", "~"])
    }

    /// An alias is shown where it is used, and what it stands for beside.
    @Test(arguments: ["*a", "[*a]"])
    func anAliasOfTheWrongKindIsShownWhereItIsUsed(_ values: String) {
        let checked = CheckedManifest(
            "x-a: &a «b»{team: eu}\n"
                + manifest(environments: "dev: {connection: D, «a»userAttributeValues: \(values)}")
        )
        #expect(checked.lines.first?.hasPrefix("a: error: ") == true, "\(checked.lines)")
        #expect(
            checked.lines.dropFirst().first?.hasSuffix("note: what the alias stands for is written here")
                == true
        )
        #expect(checked.lines.count == 2)
    }

    @Test func nothingIsNoText() {
        let checked = CheckedManifest(
            manifest(environments: "dev:\n  «a»connection:\n  userAttributeValues:\n    -«b»\n    - dev")
        )
        #expect(
            checked.lines.map { String($0.prefix { $0 != ";" }) } == [
                "a: error: \"connection\" must be text, but nothing is written",
                "b: error: a value under \"userAttributeValues\" must be text, but nothing is written",
            ]
        )
    }

    @Test(arguments: [
        ManifestCase(
            "version",
            "«a»baseConnections: {w: {connection: W, environments: {}}}",
            "a: error: the manifest lacks the key \"version\"; add it"
        ),
        ManifestCase(
            "a base's connection",
            "version: 1\nbaseConnections: {«a»w: {environments: {}}}",
            "a: error: base \"w\" lacks the key \"connection\"; add it"
        ),
        ManifestCase(
            "environments",
            "version: 1\nbaseConnections: {«a»w: {connection: W}}",
            "a: error: base \"w\" lacks the key \"environments\"; add it",
            "  hint: environments: {} is a base without any"
        ),
        ManifestCase(
            "an environment's connection",
            manifest(environments: "«a»dev: {userAttributeValues: []}"),
            "a: error: environment \"dev\" lacks the key \"connection\"; add it"
        ),
        ManifestCase(
            "values",
            manifest(environments: "«a»dev: {connection: Dev}"),
            "a: error: environment \"dev\" lacks the key \"userAttributeValues\"; add it",
            "  hint: userAttributeValues: [] is an environment that only branches switch to"
        ),
        ManifestCase(
            "an attribute's name",
            manifest(environments: "{}", attribute: "«a»userAttribute: {defaultValues: [x]}"),
            "a: error: \"userAttribute\" lacks the key \"name\"; add it"
        ),
    ])
    func aMissingKeyIsAnError(_ example: ManifestCase) {
        #expect(CheckedManifest(example.text).lines == example.lines)
    }
}
