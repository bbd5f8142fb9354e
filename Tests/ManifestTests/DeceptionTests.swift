import Diagnostics
import Manifest
import Testing

/// Texts that look like something else than they are: a warning each, and the manifest is read all the same.
@Suite struct DeceptionTests {
    private func lines(_ checked: CheckedManifest) -> [String] {
        #expect(checked.loaded.manifest != nil)
        return checked.lines
    }

    @Test(arguments: [
        ("«a»eu«b»\n  west", "eu west", 2),
        ("«a»'eu\n- us«b»'", "eu - us", 2),
        ("«a»\"eu\n\n  us«b»\"", "eu\\nus", 3),
    ])
    func aValueOverSeveralLines(item: String, value: String, count: Int) {
        let text =
            "dev:\n  connection: D\n  userAttributeValues:\n    - " + item.replacing("\n", with: "\n    ")
        let first = CheckedManifest(manifest(environments: text)).lines.first { $0.contains("over") }
        #expect(
            first
                == "a: warning: value \"\(value)\" is written over \(count) lines, 10 to \(9 + count); add the dash, comma or "
                + "quote that is missing, or write it in one line"
        )
    }

    @Test func bothPlacesOfATextOverSeveralLinesAreShown() {
        let checked = CheckedManifest(
            manifest(
                environments:
                    "? «a»us\n  east«e»\n: connection: «b»Snow\n    flake«f»\n  userAttributeValues: [«c»x\n    y«g», z]"
            )
        )
        #expect(
            lines(checked).map { String($0.prefix(30)) } == [
                "a: warning: label \"us east\" is", "  e: note: it goes on to here",
                "b: warning: connection \"Snow f", "  f: note: it goes on to here",
                "c: warning: value \"x y\" is wri", "  g: note: it goes on to here",
            ]
        )
    }

    @Test(arguments: ["a\u{A0}b", "a\u{3000}b", "a\u{202F}b", "a\u{2800}b"])
    func aSpaceThatIsNone(value: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: [«a»'\(value)']}")
        )
        let code = String(value.unicodeScalars.dropFirst().first?.value ?? 0, radix: 16, uppercase: true)
        let shown = "a\\u{\(code)}b"
        let place = String(repeating: "0", count: max(4 - code.count, 0)) + code
        #expect(
            lines(checked) == [
                "a: warning: value \"\(shown)\" holds the space U+\(place), which is not the one of the space bar; write that if it is meant"
            ]
        )
    }

    @Test(arguments: [
        "“eu”", "‘eu’", "„eu“", "«\u{200A}eu»".replacing("\u{200A}", with: ""), "“eu\"", "＂eu＂",
    ])
    func typographicQuotesAround(value: String) {
        let checked = CheckedManifest(
            manifest(
                environments:
                    "dev:\n  connection: 'D'\n  userAttributeValues: ['\(value.replacing("«", with: "‹"))']"
            )
        )
        #expect(
            lines(checked).count == 1
                && lines(checked).allSatisfy { $0.contains("stands in typographic quotes") }
        )
    }

    @Test(arguments: ["it’s", "6″", "a“b”c", "日本語、", "O’Neill’s"])
    func aQuoteWithinANameIsNone(name: String) {
        #expect(
            lines(
                CheckedManifest(
                    manifest(environments: "dev: {connection: '\(name)', userAttributeValues: []}")
                )
            ).isEmpty
        )
    }

    @Test(arguments: ["，", "、", "﹐", "،", "､"])
    func aCommaThatIsNone(comma: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: D, userAttributeValues: [«a»eu\(comma)us]}")
        )
        #expect(lines(checked).count == 1 && lines(checked).allSatisfy { $0.contains("looks like a comma") })
    }

    @Test(arguments: [
        "${EU}", "x-${{ eu }}", "{{eu}}-x", "%(eu)s", "<eu-tenant>", "$(eu)", "{% if %}", "<%= eu %>",
    ])
    func aPlaceholderThatNobodyFills(text: String) {
        let checked = CheckedManifest(
            manifest(
                environments: "'\(text)': {connection: '\(text)', userAttributeValues: ['\(text)']}",
                attribute: "userAttribute: {name: '\(text)'}"
            )
        )
        #expect(
            lines(checked).count == 4
                && lines(checked).allSatisfy { $0.contains("and omnienv fills none in") }
        )
    }

    @Test(arguments: ["a<b", "5 > 3", "$5", "100%", "{x}", "<>", "<- eu", "a * b", "**"])
    func signsAloneAreNoPlaceholder(text: String) {
        #expect(
            lines(
                CheckedManifest(
                    manifest(environments: "dev: {connection: '\(text)', userAttributeValues: ['\(text)']}")
                )
            ).isEmpty
        )
    }

    @Test func aLoneStarIsNoPattern() {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: '*', userAttributeValues: [«a»'*']}")
        )
        #expect(
            lines(checked) == [
                "a: warning: value \"*\" means the character itself, and not every value; list the values"
            ]
        )
    }

    @Test func aCommentThatLooksLikeAPartOfItsText() {
        let checked = CheckedManifest(
            manifest(
                environments:
                    "dev:\n  connection: «a»Snow 雪  #2\n  userAttributeValues:\n    - «b»eu\t#1 is old\n    - us # 2\n    - 'ap' #3\n    - a#4",
                attribute: "userAttribute: {name: «c»tenant #id\n }"
            )
        )
        let advice = "put quotes around all of it, or write \"# \" where a comment is meant"
        let end = "where a comment begins; \(advice)"
        #expect(
            lines(checked) == [
                "c: warning: user attribute \"tenant\" ends before \"#id\", \(end)",
                "a: warning: connection \"Snow 雪\" ends before \"#2\", \(end)",
                "b: warning: value \"eu\" ends before \"#1\", \(end)",
            ]
        )
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func aCommentIsFoundWhateverEndsTheLines(lineEnd: String) {
        let text = manifest(environments: "dev: {connection: D #2\n  , userAttributeValues: [eu, us]#3\n  }")
        let checked = CheckedManifest(text.replacing("\n", with: lineEnd))
        #expect(lines(checked).count == 1)
        #expect(lines(checked).allSatisfy { $0.contains("connection \"D\" ends before \"#2\"") })
    }

    @Test func labelsThatLookAlikeAreTold() {
        let checked = CheckedManifest(
            manifest(
                environments:
                    "«a»eu: {connection: D, userAttributeValues: []}\n«b»EU: {connection: E, userAttributeValues: []}"
            )
        )
        #expect(
            lines(checked) == [
                "b: warning: label \"EU\" differs from \"eu\" only in case; if one is meant, write it the same",
                "  a: note: the other label is here",
            ]
        )
    }

    @Test(arguments: ["Base", "BASE", "b\u{430}se", "ｂａｓｅ", "ba\u{200D}se"])
    func aLabelThatLooksLikeTheBaseIsTold(label: String) {
        let checked = CheckedManifest(
            manifest(environments: "«a»'\(label)': {connection: D, userAttributeValues: []}")
        )
        #expect(
            lines(checked) == [
                "a: warning: label \(label.quoted) looks like \"base\", which means the base connection itself; rename it"
            ]
        )
    }

    @Test(arguments: ["bases", "Database", "bаses", "b-ase"])
    func aLabelThatOnlyHoldsTheWordIsNone(label: String) {
        let checked = CheckedManifest(
            manifest(environments: "'\(label)': {connection: D, userAttributeValues: []}")
        )
        #expect(lines(checked) == [])
    }

    @Test(arguments: ["|", ">", "|+"])
    func aBlockThatKeepsItsLineBreakIsOneError(sign: String) {
        let checked = CheckedManifest(
            manifest(
                environments:
                    "dev:\n  connection: D\n  userAttributeValues:\n    - «a»\(sign)\n      eu\n    - us"
            )
        )
        #expect(
            checked.lines == [
                "a: error: a value under \"userAttributeValues\" ends with a line break, which | and > keep; write |- or >- to leave it out"
            ]
        )
        let without = CheckedManifest(
            manifest(
                environments: "dev:\n  connection: >-\n    D\n  userAttributeValues:\n    - |-\n      eu"
            )
        )
        #expect(lines(without).isEmpty)
    }

    @Test func anErrorBehindAnAnchorIsToldOnce() {
        let checked = CheckedManifest(
            """
            version: 1
            x-values: &v [«a»'eu ', 'us']
            x-common: &c {«b»conection: D, userAttributeValues: []}
            baseConnections:
              one: {connection: One, environments: {d: {connection: D, userAttributeValues: *v}, e: *c}}
              two: {connection: Two, environments: {d: {connection: D, userAttributeValues: *v}, e: *c}}
            """
        )
        #expect(checked.lines.filter { $0.contains("error") }.map { String($0.prefix(1)) } == ["a", "b"])
    }

    @Test func keysOfTheAuthorStandAtTheTopOnly() {
        #expect(CheckedManifest("version: 1\nx-a: &a {b: [*no]}\nbaseConnections: {}").lines.count == 2)
        #expect(
            CheckedManifest(
                manifest(environments: "dev: {connection: D, userAttributeValues: [], «a»x-b: 1}")
            ).lines.first?.hasPrefix("a: error") == true
        )
    }
}
