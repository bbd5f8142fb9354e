import Diagnostics
import Manifest
import Testing

@Suite struct NearDuplicateTests {
    @Test(arguments: [
        ("dev", "Dev", "case", nil),
        ("straße", "STRASSE", "case", nil),
        ("\u{E9}", "e\u{301}", "Unicode form", "character 1 is U+0065 here and U+00E9 there"),
        ("dev", "ｄev", "Unicode form", "character 1 is U+FF44 here and U+0064 there"),
        ("m2", "m²", "Unicode form", "character 2 is U+00B2 here and U+0032 there"),
        ("fin", "ﬁn", "Unicode form", "character 1 is U+FB01 here and U+0066 there"),
        ("dev", "d\u{200B}ev", "invisible characters", "character 2 is U+200B here and U+0065 there"),
        ("dev", "dev\u{AD}", "invisible characters", "character 4 is U+00AD here and the end there"),
        ("dev", "d\u{435}v", "look-alike characters", "character 2 is U+0435 here and U+0065 there"),
        ("OPEN", "\u{39F}PEN", "look-alike characters", "character 1 is U+039F here and U+004F there"),
        ("a b", "a\u{A0}b", "look-alike characters", "character 2 is U+00A0 here and U+0020 there"),
        ("a-b", "a\u{2011}b", "look-alike characters", "character 2 is U+2011 here and U+002D there"),
    ])
    func valuesThatLookAlikeAreAWarning(one: String, other: String, difference: String, hint: String?) {
        let checked = CheckedManifest(
            manifest(
                environments: """
                    one: {connection: D, userAttributeValues: [«a»'\(one)']}
                    two: {connection: E, userAttributeValues: [«b»'\(other)']}
                    """
            )
        )
        let message = "differs from \"\(one)\" only in \(difference); if one is meant, write it the same"
        let lines = checked.lines.filter { !$0.contains("holds the invisible character") }
        #expect(
            lines == ["b: warning: value \(other.quoted) \(message)", "  a: note: the other value is here"]
                + (hint.map { ["  hint: \($0)"] } ?? [])
        )
        #expect(checked.loaded.manifest != nil)
    }

    @Test func theLaterOfTwoIsShownWhicheverIsPlain() {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: [«a»DEV, x, «b»dev]}")
        )
        #expect(
            checked.lines.first?.hasPrefix("b: warning: value \"dev\" differs from \"DEV\" only in case")
                == true
        )
        #expect(checked.lines.count == 2)
    }

    @Test func defaultValuesTakePart() {
        let checked = CheckedManifest(
            manifest(
                environments: "dev: {connection: D, userAttributeValues: [«a»Prod]}",
                attribute: "userAttribute: {name: e, defaultValues: [prod]}"
            )
        )
        #expect(checked.lines.first?.hasPrefix("a: warning: value \"Prod\" differs from \"prod\"") == true)
    }

    @Test func eachOfManyIsComparedWithTheFirst() {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: [«a»EU, «b»Eu, «c»eU]}")
        )
        #expect(
            checked.lines.filter { $0.contains("warning") }.map { String($0.prefix(40)) }
                == [
                    "b: warning: value \"Eu\" differs from \"EU\"",
                    "c: warning: value \"eU\" differs from \"EU\"",
                ]
        )
    }

    @Test(arguments: [("dev", "dev1"), ("Ä", "B"), ("ООО", "ooо1"), ("tenant-1", "tenant-l")])
    func valuesThatDifferVisiblyAreNoWarning(one: String, other: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: ['\(one)', '\(other)']}")
        )
        #expect(checked.lines == [])
    }

    @Test func severalDifferencesAtOnceAreSeen() {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: [dev-eu, «a»'DЕV\u{2010}ＥＵ']}")
        )
        #expect(
            checked.lines.first?.contains("only in case, Unicode form, or invisible or look-alike characters")
                == true
        )
    }
}
