import Diagnostics
import Manifest
import OmniModel
import Testing

@Suite struct TextTests {
    /// The value as YAML, and what is said about it.
    static let badValues: [(String, String)] = [
        (#""""#, #"a value must not be empty; write its text or remove it"#),
        (
            #""a,b""#,
            #"value "a,b" holds a comma and cannot be sent to Omni; write its parts as separate values"#
        ),
        (#"" a""#, #"value " a" begins or ends with white space; remove the space"#),
        (#""a ""#, #"value "a " begins or ends with white space; remove the space"#),
        (#""a\u00A0""#, "value \"a\\u{A0}\" begins or ends with white space; remove the space"),
        (#""\u2003a""#, "value \"\\u{2003}a\" begins or ends with white space; remove the space"),
        (#""a\nb""#, #"value "a\nb" holds the control character U+000A; remove it"#),
        (#""a\0b""#, #"value "a\u{0}b" holds the control character U+0000; remove it"#),
        (#""a\x7Fb""#, #"value "a\u{7F}b" holds the control character U+007F; remove it"#),
        (#""a\x9Bb""#, #"value "a\u{9B}b" holds the control character U+009B; remove it"#),
    ]

    @Test(arguments: badValues)
    func aValueThatCannotBeSentOrSeenIsAnError(yaml: String, message: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: [ok, «a»\(yaml)]}")
        )
        #expect(checked.lines == ["a: error: \(message)"])
    }

    @Test(arguments: badValues)
    func aDefaultValueIsHeldToTheSame(yaml: String, message: String) {
        let checked = CheckedManifest(
            manifest(environments: "{}", attribute: "userAttribute: {name: e, defaultValues: [«a»\(yaml)]}")
        )
        #expect(checked.lines == ["a: error: \(message)"])
    }

    @Test func allThatIsWrongWithAValueIsSaid() {
        let checked = CheckedManifest(
            manifest(environments: #"dev: {connection: D, userAttributeValues: [«a»" a,b\t"]}"#)
        )
        #expect(
            checked.lines == [
                #"a: error: value " a,b\t" holds a comma and cannot be sent to Omni; write its parts as separate values"#,
                #"a: error: value " a,b\t" begins or ends with white space; remove the space"#,
                #"a: error: value " a,b\t" holds the control character U+0009; remove it"#,
            ]
        )
    }

    @Test(arguments: ["a b", "a\"b", "ä", "日本", "a/b", "🙂", "👩‍💻", "❤️"])
    func anyOtherTextIsAValue(value: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: ['\(value)']}")
        )
        #expect(checked.lines == [])
        #expect(checked.loaded.manifest?.bases[0].environments[0].values.map(\.value.text) == [value])
    }

    @Test func anInvisibleCharacterIsAWarning() {
        let checked = CheckedManifest(
            manifest(environments: #"dev: {connection: D, userAttributeValues: [«a»"d\u200Bev"]}"#)
        )
        #expect(
            checked.lines == [
                #"a: warning: value "d\u{200B}ev" holds the invisible character U+200B; remove it if it is not meant"#
            ]
        )
        #expect(checked.loaded.manifest != nil)
    }

    @Test(arguments: [
        (#""""#, "the label of an environment must not be empty; write one"),
        ("a/b", #"label "a/b" holds a slash, which separates a base from its environment; remove it"#),
        (#""a\nb""#, #"label "a\nb" holds the control character U+000A; remove it"#),
        (#""a\x85b""#, #"label "a\u{85}b" holds the control character U+0085; remove it"#),
        (
            "base",
            #"an environment cannot be called "base", which means the base connection itself; rename it"#
        ),
    ])
    func aLabelThatCannotBeAddressedIsAnError(yaml: String, message: String) {
        let checked = CheckedManifest(
            manifest(environments: "«a»\(yaml): {connection: D, userAttributeValues: []}")
        )
        #expect(checked.lines == ["a: error: \(message)"])
    }

    @Test func aBaseMayBeCalledBase() {
        #expect(
            CheckedManifest("version: 1\nbaseConnections: {base: {connection: W, environments: {}}}").lines
                == []
        )
        #expect(
            CheckedManifest("version: 1\nbaseConnections: {«a»\"\": {connection: W, environments: {}}}").lines
                == ["a: error: the label of a base must not be empty; write one"]
        )
    }

    @Test func namesAreNotEmpty() {
        let checked = CheckedManifest(
            manifest(
                environments: "dev: {connection: «b»'', userAttributeValues: []}",
                attribute: "userAttribute: {name: «a»\"\"}"
            )
        )
        #expect(
            checked.lines == [
                "a: error: the name of a user attribute must not be empty; write it",
                "b: error: a connection must not be empty; write its id or its exact name in Omni",
            ]
        )
    }

    @Test func theNameOfAnAttributeHoldsNoControlCharacters() {
        let checked = CheckedManifest(
            manifest(
                environments: "dev: {connection: D, userAttributeValues: []}",
                attribute: #"userAttribute: {name: «a»"env\e[31mX"}"#
            )
        )
        #expect(
            checked.lines == [
                #"a: error: the name "env\u{1B}[31mX" of a user attribute holds the control character U+001B; remove it"#
            ]
        )
    }
}
