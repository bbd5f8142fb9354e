import Diagnostics
import LocatedYAML
import Manifest
import OmniModel
import TestSupport
import Testing

@Suite struct DecodingTests {
    @Test func aWholeManifestIsRead() throws {
        let checked = CheckedManifest(
            """
            version: 1
            instance: https://myorg.omniapp.co
            baseConnections:
              warehouse:
                connection: C0F12353-4817-4398-bcc0-d501e6dd2f64
                userAttribute:
                  name: environment
                  defaultValues: [prod]
                isolation: strict
                allowFallback: [staging, all]
                environments:
                  dev:
                    connection: b31f9c9f-208d-48a2-9ae3-ff80f2c79fed
                    userAttributeValues: [dev, staging]
                  eu:
                    connection: Snowflake (EU)
                    userAttributeValues: [eu]
                    protect: true
            expectations:
              warehouse:
                staging: dev
                eu: eu
                prod: base
                nobody: base
            """
        )
        #expect(checked.lines == [])
        let manifest = try #require(checked.loaded.manifest)
        #expect(manifest.instance?.value.description == "https://myorg.omniapp.co")
        let base = try #require(manifest.bases.first)
        #expect(base.label.value == "warehouse")
        #expect(base.connection.value == .id(ConnectionID("c0f12353-4817-4398-bcc0-d501e6dd2f64")))
        #expect(base.userAttribute?.name.value == "environment")
        #expect(base.userAttribute?.defaultValues.map(\.value) == ["prod"])
        #expect(base.isolation == .strict)
        #expect(base.allowFallback.map(\.value) == ["staging", "all"])
        #expect(base.allowFallback.map(\.range.start.line) == [10, 10])
        #expect(base.environments.map(\.label.value) == ["dev", "eu"])
        #expect(base.environments.map { $0.values.map(\.value) } == [["dev", "staging"], ["eu"]])
        #expect(base.environments.map(\.isProtected) == [false, true])
        #expect(base.environments[1].connection.value == .name("Snowflake (EU)"))
        #expect(manifest.expectations.map(\.value.value) == ["staging", "eu", "prod", "nobody"])
    }

    @Test func whatIsOptionalHasItsDefault() throws {
        let base = try #require(
            CheckedManifest(manifest(environments: "dev: {connection: Dev, userAttributeValues: []}"))
                .loaded.manifest?.bases.first
        )
        #expect(base.userAttribute == nil)
        #expect(base.isolation == .report)
        #expect(base.allowFallback.isEmpty)
        #expect(base.environments[0].values.isEmpty)
        #expect(!base.environments[0].isProtected)
    }

    @Test func aBaseMayHaveNoEnvironments() throws {
        let checked = CheckedManifest("version: 1\nbaseConnections: {w: {connection: W, environments: {}}}")
        #expect(checked.lines == [])
        #expect(checked.loaded.manifest?.bases[0].environments.isEmpty == true)
    }

    @Test(arguments: [
        "no", "1.10", "007", "1e3", "2024-01-01", "0x1F", "12:30:45", "Yes", "off", ".inf", "=", "1_000",
    ])
    func valuesAreTextExactlyAsWritten(value: String) throws {
        let checked = CheckedManifest(
            manifest(environments: "\(value): {connection: Dev, userAttributeValues: [\(value)]}")
        )
        let environment = try #require(checked.loaded.manifest?.bases[0].environments.first)
        #expect(environment.values.map(\.value.text) == [value])
        #expect(environment.label.value == value)
    }

    @Test func anchorsAndMergeKeysWork() throws {
        let checked = CheckedManifest(
            manifest(
                environments: """
                    dev: &dev
                      connection: Dev
                      userAttributeValues: [dev]
                      protect: true
                    eu:
                      <<: *dev
                      connection: EU
                      userAttributeValues: [eu]
                    """
            )
        )
        #expect(checked.lines == [])
        let environments = try #require(checked.loaded.manifest?.bases[0].environments)
        #expect(environments.map(\.connection.value) == [.name("Dev"), .name("EU")])
        #expect(environments.map(\.isProtected) == [true, true])
    }

    @Test func aDecodedValueKnowsItsPlace() throws {
        let text = MarkedText(
            manifest(environments: "«label»dev: {connection: «id»Dev, userAttributeValues: [a, «value»b]}")
        )
        let environment = try #require(
            CheckedManifest(text.text).loaded.manifest?.bases[0].environments.first
        )
        #expect(text.name(of: environment.label.range.start) == "label")
        #expect(text.name(of: environment.connection.range.start) == "id")
        #expect(text.name(of: environment.values[1].range.start) == "value")
    }
}
