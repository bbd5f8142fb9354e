import LocatedYAML
import TestSupport
import Testing

/// What people write that YAML cannot read: the mistake, its place `«a»`, the second place `«r»`, and `«s»`, where libyaml gave up.
@Suite struct SyntaxMistakeTests {
    @Test(
        arguments: [
            (.tab, "base:\n«a»\teu: 1\n"),
            (.tab, "base:\n -«a»\tx\n"),
            (.tab, "base:\n  one: 1\n «a»\ttwo: 2\n"),
            (.mergeConflict, "a: 1\n«a»<<<<<<< ours\nb: 2\n=======\nb: 3\n«r»>>>>>>> theirs\n"),
            (.missingColon("name Snowflake"), "base:\n  «a»name Snowflake\n  eu«s»: 1\n"),
            (.missingColon("base"), "«a»base\n  eu«s»: 1\n"),
            (.missingSpace(after: ":", in: "name:Snowflake"), "base:\n  «a»name:Snowflake\n  eu«s»: 1\n"),
            (.missingSpace(after: "-", in: "-us"), "list:\n  - eu\n  «a»-us\n"),
            (.missingDash("us"), "list:\n  - eu\n  «a»us\n"),
            (.missingDash("us"), "list:\n  - eu\n  «a»us\n  «s»- ap\n"),
            (.dashAmongKeys, "base:\n  eu: 1\n  «a»- us\n"),
            (.wrongIndentation(3, expected: 2), "base:\n  «r»eu: 1\n   «a»us: 2\n"),
            (.wrongIndentation(4, expected: 6), "base:\n      «r»eu: 1\n    «a»us: 2\n"),
            (.wrongIndentation(0, expected: 1), " «r»base: 1\n«a»other: 2\n"),
            (.unclosedQuote("'", lines: 2), "a: «a»'Snowflake\nb: 1\n«s»"),
            (.unclosedQuote("\"", lines: 1), "a: «a»\"Snowflake«s»"),
            (.unclosedQuote("'", lines: 2), "- «a»'eu\n- '«s»us\n- ap\n"),
            (.unclosedBracket("[", lines: 2), "a: «a»[1, 2\nnext«s»: 3\n"),
            (.unclosedBracket("{", lines: 1), "a: «a»{b: 2«s»"),
            (.unclosedQuote("'", lines: 1), "a: [«a»'eu, '«s»us']\n"),
            (.unclosedBracket("[", lines: 1), "a: «a»[«s»"),
            (.unclosedBracket("[", lines: 1), "a: «a»[eu,\n«s»"),
            (.unclosedBracket("{", lines: 1), "a: [«a»{b:\n«s»---\n"),
            (.wrongBracket("]", opened: "{"), "a: «r»{b: 2«a»]\n"),
            (.wrongBracket("}", opened: "["), "a: «r»[1, «a»}\n"),
            (.extraBracket("}"), "a: {b: 2}«a»}\n"),
            (.extraBracket("]"), "a: «a»]\n"),
            (.emptyItem, "a: [eu, «a», us]\n"),
            (.emptyItem, "a: {b: c, «a», d: e}\n"),
            (.dashInBrackets, "a: [\n  «a»- eu\n]\n"),
            (.listBehindText("- eu"), "a: «a»- eu\n"),
            (.missingComma, "a: ['eu' «a»'us']\n"),
            (.missingComma, "{\n  \"a\": 1\n  \"b\"«a»: 2\n}\n"),
            (.textBehind("\"eu\" west"), "a: \"eu\" «a»west\n"),
            (.textBehind("[eu] west"), "a: [eu] «a»west\n"),
            (.textBehind("&a &b eu"), "a: «s»&a «a»&b eu\n".replacing("«s»", with: "")),
            (.quoteInside("'it's'"), "a: 'it'«a»s'\n"),
            (.quoteInside("\"say \"hi\"\""), "a: \"say \"«a»hi\"\"\n"),
            (.quoteInside("'it's'"), "a: ['it'«a»s', b]\n"),
            (.commentSign, "{\"a\": 1, «a»// why\n \"b\"«s»: 2}\n"),
            (.template("{{ x }}"), "a: «a»{{ x }}-b\n"),
            (.template("${X}"), "a: [«a»${X}]\n"),
            (.reservedSign("*", in: "*"), "a: [«a»*]\n"),
            (.reservedSign(":", in: ":eu"), "a: [«a»:eu]\n"),
            (.reservedSign("@", in: "@eu"), "a: «a»@eu\n"),
            (.reservedSign(">", in: ">= 0.9"), "a: «a»>= 0.9\n"),
            (.reservedSign("|", in: "|eu"), "a: «a»|eu\n"),
            (.reservedSign("?", in: "? eu"), "a: «a»? eu\n"),
            (.reservedSign(",", in: ", eu"), "a: «a», eu\n"),
            (.reservedSign("!", in: "!e!eu us"), "a: «a»!e!eu us\n"),
            (.secondColon("b: c"), "a: «a»b: c\n"),
            (.yamlVersion("%YAML 2.0"), "«a»%YAML 2.0\n---\na: 1\n"),
            (.bareDocument(after: "..."), "a: 1\n...\n# more\n«a»b: 2\n"),
            (.reservedSign(":", in: ": eu"), "«a»: eu\n"),
            (.bareDocument(after: "%YAML 1.1"), "%YAML 1.1«a»"),
            (.directive("%TAG !e b"), "«a»%TAG !e b\n---\n"),
            (.bareDocument(after: "%YAML 1.1"), "%YAML 1.1\n«a»b: 2\n"),
            (.directive("%eu: b"), "«a»%eu: b\n"),
            (.directive("%YAML 1.1"), "%YAML 1.1\n«a»%YAML 1.1\n---\na: 1\n"),
            (.behindDocumentMark, "--- a«a»: 1\n"),
            (.behindDocumentMark, "--- «a»- b\n"),
            (.strangeIndentation(0xA0), "a:\n«a»\u{A0}\u{A0}b: 1\n  c«s»: 2\n"),
            (.unknownEscape("\\d"), "a: \"C:«a»\\data\"\n"),
            (.halfSurrogate("\\ude00"), "a: \"«a»\\ude00\"\n"),
        ] as [(SyntaxMistake, String)]
    )
    func `a mistake is told by what it is and where it begins`(mistake: SyntaxMistake, marked: String) throws
    {
        let text = MarkedText(marked)
        let stream = parse(text.text)
        let problem = try #require(stream.problems.first)
        #expect(stream.kinds == [.mistake(mistake)])
        #expect(text.name(of: problem.range.start) == "a")
        #expect((problem.related.map { text.name(of: $0.start) }) == (text.has("r") ? "r" : nil))
        if text.has("s") { #expect((problem.stop.map { text.name(of: $0.start) }) == "s") }
    }

    @Test(
        arguments: [
            (.missingColon("version=1"), "version: 1"), (.missingColon("version\u{FF1A} 1"), "version: 1"),
            (.missingColon("\"a\" b"), "\"a\": b"),
            (.quoteInside("'it's'"), "\"it's\""), (.quoteInside("\"say \"hi\"\""), "'say \"hi\"'"),
            (.quoteInside("'a \"b\" c's'"), "'a \"b\" c''s'"),
        ] as [(SyntaxMistake, String)]
    )
    func `what is to be written is what stands there, and can be read`(mistake: SyntaxMistake, text: String)
        throws
    {
        let range = SourceRange(
            file: 0,
            start: SourcePosition(line: 1, column: 1),
            end: SourcePosition(line: 1, column: 1)
        )
        #expect(YAMLProblem(.mistake(mistake), at: range).message.contains(text))
        #expect(parse(text + "\n").problems.isEmpty)
    }

    @Test func aKeyOfMoreThan1024CharactersIsTooLong() {
        let key = String(repeating: "k", count: 1_025)
        #expect(parse("a: 1\n\(key): 1\n").kinds == [.mistake(.longKey)])
    }

    @Test func tabsBetweenBracketsAreWhiteSpace() {
        #expect(parse("{\n\t\"a\": 1,\n\t\"b\": [1,\t2]\n}\n").problems.isEmpty)
        #expect(parse("{\n\t\"a\": 1\n\t\"b\": 2\n}\n").kinds == [.mistake(.missingComma)])
    }
}
