import Diagnostics
import Manifest
import OmniModel
import TestSupport
import Testing

@Suite struct ExpectationTests {
    private func check(_ expectations: String) -> [String] {
        CheckedManifest(
            manifest(
                environments: """
                    dev: {connection: D, userAttributeValues: [«dev»dev, «staging»staging]}
                    eu: {connection: E, userAttributeValues: [«eu»eu]}
                    """,
                attribute: "userAttribute: {name: e, defaultValues: [«prod»prod]}",
                after: "expectations: \(expectations)"
            )
        ).lines
    }

    @Test func whatHoldsIsSilent() {
        #expect(check("{warehouse: {dev: dev, staging: dev, eu: eu, prod: base, nobody: base}}") == [])
    }

    @Test(arguments: [
        ("staging: «a»eu", #"expected "staging" to reach "eu", but it reaches "dev""#, "staging"),
        ("eu: «a»base", #"expected "eu" to reach "base", but it reaches "eu""#, "eu"),
        ("prod: «a»dev", #"expected "prod" to reach "dev", but it reaches the base connection"#, "prod"),
        (
            "nobody: «a»dev", #"expected "nobody" to reach "dev", but it falls back to the base connection"#,
            nil
        ),
        ("DEV: «a»dev", #"expected "DEV" to reach "dev", but it falls back to the base connection"#, nil),
    ])
    func whatFailsIsAnErrorWithThePlaceThatRoutesOtherwise(line: String, message: String, note: String?) {
        let lines = check("{warehouse: {\(line)}}")
        #expect(lines == ["a: error: \(message)"] + (note.map { ["  \($0): note: listed here"] } ?? []))
    }

    @Test func anUnknownBaseIsOneError() {
        #expect(
            check("{«a»warehose: {dev: dev, eu: eu}}") == [
                "a: error: there is no base \"warehose\"; correct the label or add the base",
                "  hint: did you mean \"warehouse\"?",
            ]
        )
    }

    @Test func anUnknownEnvironmentIsAnError() {
        #expect(
            check("{warehouse: {dev: «a»dve, eu: «b»Base, x: «c»nowhere}}") == [
                "a: error: base \"warehouse\" has no environment \"dve\"; correct the label or write base",
                "  hint: did you mean \"dev\"?",
                "b: error: base \"warehouse\" has no environment \"Base\"; correct the label or write base",
                "  hint: did you mean \"base\"?",
                "c: error: base \"warehouse\" has no environment \"nowhere\"; correct the label or write base",
            ]
        )
    }

    @Test func nothingIsProvedAboutWhatCouldNotBeRead() {
        let checked = CheckedManifest(
            manifest(
                environments: """
                    dev: {connection: D, userAttributeValues: «a»dev}
                    eu: {connection: E, userAttributeValues: [«e»eu]}
                    """,
                after: "expectations: {warehouse: {dev: dev, eu: «b»dev}}"
            )
        )
        #expect(
            checked.lines == [
                "a: error: \"userAttributeValues\" must be a list, but this is text; write it as [dev]",
                "b: error: expected \"eu\" to reach \"dev\", but it reaches \"eu\"",
                "  e: note: listed here",
            ]
        )
    }

    private static let byName = """
        dev: {connection: Snowflake (dev), userAttributeValues: [«dev»dev]}
        eu: {connection: 11111111-1111-4111-8111-111111111111, userAttributeValues: [eu]}
        """

    @Test func `an expectation may name a connection, by its id or its name`() {
        let proofs = """
            expectations:
              warehouse:
                dev: {connection: Snowflake (dev)}
                eu: {connection: 11111111-1111-4111-8111-111111111111}
                nobody: {connection: Warehouse}
                «x»x: {connectoin: Warehouse}
            """
        let lines = CheckedManifest(manifest(environments: Self.byName, after: proofs)).lines
        #expect(lines.count == 2 && lines[0].contains("has no key \"connectoin\""), "\(lines)")
    }

    @Test func `a value that reaches another connection is an error with both`() {
        let proofs = "expectations: {warehouse: {dev: {connection: «a»Warehouse}}}"
        #expect(
            CheckedManifest(manifest(environments: Self.byName, after: proofs)).lines == [
                #"a: error: expected "dev" to reach the connection "Warehouse", but it reaches "dev", the connection "Snowflake (dev)""#,
                "  dev: note: listed here",
            ]
        )
    }

    @Test func `a name is compared with an id by Omni alone, and one that nothing can have is an error`() {
        let names = """
            dev: {connection: D, userAttributeValues: [dev]}
            """
        let proofs = "expectations: {warehouse: {dev: {connection: «a»E}}}"
        #expect(
            CheckedManifest(manifest(environments: names, after: proofs)).lines == [
                #"a: error: base "warehouse" has no environment of the connection "E"; correct it or write base"#
            ]
        )
        let other = "expectations: {warehouse: {eu: {connection: Snowflake (EU)}}}"
        #expect(CheckedManifest(manifest(environments: Self.byName, after: other)).lines == [])
    }

    @Test func `where users without a value go has to be something of the base`() {
        let asserted = { (line: String) in
            CheckedManifest(manifest(environments: Self.byName, attribute: line)).lines
        }
        #expect(asserted("usersWithoutValue: base\nbranchOverride: false") == [])
        #expect(asserted("usersWithoutValue: {connection: Snowflake (dev)}\nbranchOverride: true") == [])
        #expect(
            asserted("usersWithoutValue: «a»deu") == [
                #"a: error: base "warehouse" has no environment "deu"; correct the label or write base"#,
                #"  hint: did you mean "dev"?"#,
            ]
        )
        #expect(asserted("branchOverride: «a»maybe").first?.hasPrefix("a: error: ") == true)
    }

    @Test func expectationsAreProvedAgainstAnotherRoutingToo() throws {
        let text = manifest(
            environments: "dev: {connection: D, userAttributeValues: [dev]}",
            after: "expectations: {warehouse: {dev: dev, other: base}}"
        )
        let manifest = try #require(CheckedManifest(text).loaded.manifest)
        let failures = manifest.expectations.failures { _, value in
            ManifestRoute(to: value == "dev" ? nil : "found", on: nil)
        }
        #expect(
            failures.map(\.message) == [
                #"expected "dev" to reach "dev", but it falls back to the base connection"#,
                #"expected "other" to reach "base", but it reaches "found""#,
            ]
        )
        #expect(manifest.expectations.failures { _, _ in nil }.isEmpty)
    }
}
