import LocatedYAML
import Testing

@Suite struct MessageTests {
    @Test(
        arguments: [
            (.notUTF8(byte: 0xE9), #"the text is not UTF-8 (byte "0xE9"); save it as UTF-8"#),
            (
                .controlCharacter(code: 7),
                #"control character "U+0007"; remove it, or write its escape in double quotes"#
            ),
            (
                .syntax(problem: "did not find x", context: "while parsing y"),
                "did not find x while parsing y"
            ),
            (.syntax(problem: "did not find x", context: nil), "did not find x"),
            (
                .tooLarge(bytes: 9, limit: 8),
                "the text has 9 bytes, more than the limit of 8; split it into several files"
            ),
            (.tooDeep(limit: 64, throughAlias: false), "more than 64 levels of nesting; make it flatter"),
            (
                .tooDeep(limit: 64, throughAlias: true),
                "more than 64 levels of nesting once this alias is expanded; make it flatter"
            ),
            (
                .tooManyNodes(limit: 5, throughAlias: false),
                "more than 5 nodes; split the text into several files"
            ),
            (
                .tooManyNodes(limit: 5, throughAlias: true),
                "more than 5 nodes once this alias is expanded; use fewer aliases"
            ),
            (.outOfMemory, "not enough memory to parse the text; make it smaller"),
            (
                .duplicateKey("dev"),
                #"the key "dev" is written twice at the same level; keep one of them, or rename one"#
            ),
            (
                .duplicateKey("<<"),
                #"the key "<<" is written twice; merge several with one list: <<: [*a, *b]"#
            ),
            (.undefinedAlias("x"), #"no anchor "&x" before this alias; define it, or quote the text"#),
            (.recursiveAlias("x"), #"the alias "*x" stands inside its own anchor; remove it"#),
            (.keyNotScalar, "a mapping or a sequence cannot be a key; write the key as text"),
            (
                .invalidMerge,
                #""<<" merges a mapping or a list of mappings, not this; quote it to use it as a key"#
            ),
            (
                .unsupportedTag("!!int"),
                #"the tag "!!int" is not supported; remove it: a value is text exactly as written"#
            ),
            (.unsupportedTag("!Ref"), #"the tag "!Ref" is not supported; remove it"#),
            (.misplacedTag("!!map"), #"the tag "!!map" does not fit this value; remove it"#),
        ] as [(YAMLProblem.Kind, String)]
    )
    func `a problem says what is wrong and how to correct it`(kind: YAMLProblem.Kind, expected: String) {
        let place = SourcePosition(line: 1, column: 1)
        let problem = YAMLProblem(kind, at: SourceRange(file: 0, start: place, end: place))
        #expect(problem.message == expected)
        #expect(problem.relatedNote == nil)
    }

    @Test(arguments: [
        ("x: 1\nx: 2\n", "first written here"),
        ("&x [*x]", "the anchor stands here"),
        ("- {x: 1]\n", "opened here"),
    ]) func theSecondPlaceIsExplained(text: String, note: String) {
        #expect(parse(text).problems.first?.relatedNote == note)
    }
}
