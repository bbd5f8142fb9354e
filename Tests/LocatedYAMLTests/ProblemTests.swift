import LocatedYAML
import TestSupport
import Testing

/// A text with one thing wrong in it, from `«a»` to `«b»` (or just at `«a»`); `«r»` marks the second place.
struct ProblemCase: CustomTestStringConvertible {
    let kind: YAMLProblem.Kind
    let text: MarkedText
    /// What is left of the documents.
    let rest: [String]

    init(_ kind: YAMLProblem.Kind, _ marked: String, rest: [String]) {
        self.kind = kind
        text = MarkedText(marked)
        self.rest = rest
    }

    var testDescription: String { text.text }
}

@Suite struct ProblemTests {
    @Test(arguments: [
        ProblemCase(.duplicateKey("x"), "«r»x: 1\ny: 2\n«a»x«b»: 3\n", rest: ["{x: 1, y: 2}"]),
        ProblemCase(.duplicateKey("x"), "{«r»x: 1, \"y\": 2, «a»'x'«b»: 3}", rest: ["{x: 1, y: 2}"]),
        ProblemCase(.duplicateKey("<<"), "{«r»<<: {a: 1}, «a»<<«b»: {b: 2}}", rest: ["{a: 1}"]),
        ProblemCase(.duplicateKey("k"), "- &k k\n- {«r»k: 1, «a»*k«b» : 2}", rest: ["[k, {k: 1}]"]),
        ProblemCase(.undefinedAlias("x"), "a: «a»*x«b»\n", rest: ["{a: }"]),
        ProblemCase(.recursiveAlias("x"), "a: «r»&x [1, «a»*x«b»]\n", rest: ["{a: [1, ]}"]),
        ProblemCase(.keyNotScalar, "a: 1\n? «a»[x, y]«b»\n: 2\nb: 3\n", rest: ["{a: 1, b: 3}"]),
        ProblemCase(.keyNotScalar, "- &m {}\n- {«a»*m«b» : 1}\n", rest: ["[{}, {}]"]),
        ProblemCase(.template, "a: «a»{{ x }}\nb: 1\n", rest: ["{a: {}, b: 1}"]),
        ProblemCase(.invalidMerge, "<<: «a»text«b»\na: 1\n", rest: ["{a: 1}"]),
        ProblemCase(.invalidMerge, "<<: «a»[{b: 1}, 2]«b»\na: 1\n", rest: ["{a: 1}"]),
        ProblemCase(.invalidMerge, "<<:«a»\na: 1\n", rest: ["{a: 1}"]),
        ProblemCase(.invalidMerge, "a: &a 1\n<<: «a»*a«b»\n", rest: ["{a: 1}"]),
        ProblemCase(.unsupportedTag("!!int"), "a: «a»!!int 1«b»\n", rest: ["{a: 1}"]),
        ProblemCase(.unsupportedTag("!!null"), "a: «a»!!null ''«b»\n", rest: [#"{a: ""}"#]),
        ProblemCase(.unsupportedTag("!Ref"), "a: «a»!Ref {b: 1}\n", rest: ["{a: {b: 1}}"]),
        ProblemCase(.unsupportedTag("!"), "a: «a»! 1«b»\n", rest: ["{a: 1}"]),
        ProblemCase(.unsupportedTag("x:y"), "a: «a»!<x:y> [1]\n", rest: ["{a: [1]}"]),
        ProblemCase(.misplacedTag("!!map"), "a: «a»!!map [1]\n", rest: ["{a: [1]}"]),
        ProblemCase(.misplacedTag("!!seq"), "a: «a»!!seq 1«b»\n", rest: ["{a: 1}"]),
    ]) func whatIsWrongIsNotedAndTheRestIsRead(_ example: ProblemCase) throws {
        try expect(example)
    }

    @Test(arguments: [
        ProblemCase(
            .mistake(.emptyItem),
            "ok: 1\n---\nlist: [1, «a», 2]\n",
            rest: ["{ok: 1}"]
        ),
        ProblemCase(
            .syntax(problem: "did not find expected <document start>", context: nil),
            "a: 1\n... «a»z\n",
            rest: ["{a: 1}"]
        ),
    ]) func aSyntaxErrorEndsTheParse(_ example: ProblemCase) throws {
        try expect(example)
    }

    @Test func severalProblemsAreFoundInOnePass() {
        let stream = parse("a: *x\na: 1\nb: !!int 2\n? {}\n: 3\n---\n<<: 4\n")
        #expect(
            stream.kinds == [
                .undefinedAlias("x"), .duplicateKey("a"), .unsupportedTag("!!int"), .keyNotScalar,
                .invalidMerge,
            ]
        )
    }

    @Test func aDuplicateKeyIsFoundAmongMany() throws {
        let keys = (0..<5_000).map { "key-\($0): \($0)\n" }.joined()
        let marked = MarkedText(keys + "«r»last: 1\n" + "«a»last«b»: 2\nkey-0: 3\n")
        let stream = parse(marked.text)
        #expect(stream.kinds == [.duplicateKey("last"), .duplicateKey("key-0")])
        #expect(stream.problems.first?.related?.start == marked["r"])
        #expect(stream.documents.first?.entries.count == 5_001)
    }

    private func expect(_ example: ProblemCase) throws {
        let stream = parse(example.text.text)
        let problem = try #require(stream.problems.first)
        #expect(stream.problems.count == 1)
        #expect(problem.kind == example.kind)
        #expect(problem.range.start == example.text["a"])
        if example.text.has("b") { #expect(problem.range.end == example.text["b"]) }
        #expect((problem.related != nil) == example.text.has("r"))
        if let related = problem.related { #expect(related.start == example.text["r"]) }
        #expect(stream.outlines == example.rest)
    }
}
