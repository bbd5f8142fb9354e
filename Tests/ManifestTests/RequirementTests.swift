import Diagnostics
import Manifest
import Testing

@Suite struct RequirementTests {
    private func lines(
        _ requirement: String,
        rest: String = "baseConnections: {w: {connection: W, environments: {}}}"
    )
        -> [String]
    {
        CheckedManifest("version: 1\nrequires: «a»'\(requirement)'\n\(rest)\n").lines
    }

    @Test(arguments: [
        ">= 0.1", ">=0.1.0", ">0.0.9", "< 1000", "= \(OmnienvVersion.current)", ">= 0.1, < 1000",
        " >= 0.1 ,<1000 ",
        "<= 999.0.0-rc.1",
    ])
    func aManifestForThisVersionIsRead(requirement: String) {
        #expect(lines(requirement) == [])
    }

    @Test(arguments: [">= 999", "> \(OmnienvVersion.current)", "< 0.0.9", ">= 0.1, < 0.1", "= 0.0.1"])
    func aManifestForAnotherVersionHasOneError(requirement: String) {
        let message = """
            a: error: the manifest requires omnienv "\(requirement)", and this is \(OmnienvVersion.current); run one that it \
            allows, or correct "requires"
            """
        #expect(lines(requirement) == [message])
        #expect(lines(requirement, rest: "aKeyOfTheFuture: [1]\nexpectations: {w: {a: b}}") == [message])
    }

    @Test(arguments: ["0.9", ">= ", ">= 0.9 < 2", "~> 1", ">= 1.x", ">= 1.2.3.4", ">= 0.9,", "=> 1", ">= ٣"])
    func whatComparesNothingIsAnError(requirement: String) {
        #expect(
            lines(requirement) == [
                """
                a: error: "requires" compares versions of omnienv, which "\(requirement)" does not; write it as ">= 0.9" or \
                ">= 0.9, < 2"
                """
            ]
        )
    }

    @Test func eachDocumentRequiresForItself() {
        let checked = CheckedManifest(
            """
            version: 1
            requires: ">= 0.1"
            baseConnections: {w: {connection: W, environments: {}}}
            ---
            version: 1
            requires: «a»">= 999"
            anything: else
            """
        )
        #expect(
            checked.lines.count == 1
                && checked.lines.allSatisfy { $0.hasPrefix("a: error: the manifest requires") }
        )
    }

    @Test func versionsAreComparedByTheirNumbers() throws {
        let versions = try ["0.9", "0.10", "1", "1.0.1", "1.1-rc.2", "2.0.0"].map {
            try #require(OmnienvVersion($0))
        }
        #expect(versions == versions.sorted())
        #expect(OmnienvVersion("1") == OmnienvVersion("1.0.0"))
        #expect(OmnienvVersion("1.") == nil && OmnienvVersion("") == nil && OmnienvVersion("v1") == nil)
    }
}
