import Diagnostics
import Manifest
import Testing

@Suite struct ValueTests {
    @Test func aValueInTwoEnvironmentsIsAnError() {
        let checked = CheckedManifest(
            manifest(
                environments: """
                    dev: {connection: D, userAttributeValues: [dev, «a»staging]}
                    eu: {connection: E, userAttributeValues: [«b»staging, eu]}
                    """
            )
        )
        #expect(
            checked.lines == [
                "b: error: value \"staging\" is in two environments, \"dev\" and \"eu\"; remove it from one of them",
                "  a: note: first listed here",
            ]
        )
    }

    @Test func aValueThatIsAlsoADefaultIsAnError() {
        let checked = CheckedManifest(
            manifest(
                environments: "eu: {connection: E, userAttributeValues: [eu, «a»prod]}",
                attribute: "userAttribute: {name: e, defaultValues: [«b»prod]}"
            )
        )
        #expect(
            checked.lines == [
                "a: error: value \"prod\" of environment \"eu\" is also a default value of the base; remove it here or from defaultValues",
                "  b: note: listed as a default value here",
            ]
        )
    }

    @Test func aValueListedTwiceInOnePlaceIsAWarning() {
        let checked = CheckedManifest(
            manifest(
                environments: "eu: {connection: E, userAttributeValues: [«c»eu, «d»eu]}",
                attribute: "userAttribute: {name: e, defaultValues: [«a»prod, «b»prod]}"
            )
        )
        #expect(
            checked.lines == [
                "b: warning: value \"prod\" is listed twice; remove one",
                "  a: note: listed as a default value here",
                "d: warning: value \"eu\" is listed twice; remove one",
                "  c: note: first listed here",
            ]
        )
        #expect(checked.loaded.manifest != nil)
    }

    @Test func valuesSharedThroughAnAliasAreShownAtTheLabels() {
        let checked = CheckedManifest(
            manifest(
                environments: """
                    «a»dev: {connection: D, userAttributeValues: &values [dev]}
                    «b»eu: {connection: E, userAttributeValues: *values}
                    """
            )
        )
        #expect(
            checked.lines == [
                "b: error: value \"dev\" is in two environments, \"dev\" and \"eu\"; remove it from one of them",
                "  a: note: first listed here",
            ]
        )
    }

    @Test func twoBasesMayUseOneValue() {
        let checked = CheckedManifest(
            """
            version: 1
            baseConnections:
              one: {connection: One, environments: {dev: {connection: D, userAttributeValues: [dev]}}}
              two: {connection: Two, environments: {dev: {connection: E, userAttributeValues: [dev]}}}
            """
        )
        #expect(checked.lines == [])
    }

    @Test func twoUnicodeFormsOfOneTextAreTwoValues() {
        let checked = CheckedManifest(
            manifest(
                environments: #"""
                    one: {connection: D, userAttributeValues: ["é"]}
                    two: {connection: E, userAttributeValues: ["e\u0301"]}
                    """#
            )
        )
        #expect(checked.loaded.manifest != nil)
        #expect(checked.loaded.diagnostics.map(\.severity) == [.warning])
    }
}
