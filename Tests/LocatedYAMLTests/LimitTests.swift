import LocatedYAML
import TestSupport
import Testing

@Suite struct LimitTests {
    @Test func depthIsCountedInLevelsOfCollections() {
        let limits = YAMLLimits(depth: 3)
        #expect(parse("[[[x]]]", limits: limits).outlines == ["[[[x]]]"])
        #expect(parse("a:\n  b:\n    c: 1\n", limits: limits).problems.isEmpty)

        let marked = MarkedText("[[[«a»[x]]]]")
        let stream = parse(marked.text, limits: limits)
        #expect(stream.kinds == [.tooDeep(limit: 3, throughAlias: false)])
        #expect(stream.problems.first?.range.start == marked["a"])
        #expect(stream.documents.isEmpty)
    }

    @Test func depthCountsWhatAliasesBring() {
        let limits = YAMLLimits(depth: 4)
        #expect(parse("- &a [[x]]\n- [*a]\n", limits: limits).outlines == ["[[[x]], [[[x]]]]"])

        let marked = MarkedText("- &a [[x]]\n- &b [*a]\n- [«a»*b«b»]\n")
        let stream = parse(marked.text, limits: limits)
        #expect(stream.kinds == [.tooDeep(limit: 4, throughAlias: true)])
        #expect(stream.problems.first?.range == marked.range("a", "b"))
    }

    @Test func depthRemembersLevelsBesideAnInnerAnchor() {
        let stream = parse("- &a [[[x]], &b y]\n- [*a]\n", limits: YAMLLimits(depth: 4))
        #expect(stream.kinds == [.tooDeep(limit: 4, throughAlias: true)])
    }

    @Test func depthForgetsWhatHasEnded() {
        #expect(parse("- [[x]]\n- &a y\n- [[*a]]\n", limits: YAMLLimits(depth: 3)).problems.isEmpty)
    }

    @Test func nodesAreKeysScalarsAndCollectionsOfAllDocuments() {
        let text = "a: [1, 2]\n---\nb: 3\n"
        #expect(parse(text, limits: YAMLLimits(nodes: 8)).problems.isEmpty)

        let stream = parse(text, limits: YAMLLimits(nodes: 7))
        #expect(stream.kinds == [.tooManyNodes(limit: 7, throughAlias: false)])
        #expect(stream.outlines == ["{a: [1, 2]}"])
    }

    @Test func nodesCountWhatAliasesBring() {
        let marked = MarkedText("- &a [1, 2]\n- *a\n- «a»*a«b»\n")
        #expect(parse(marked.text, limits: YAMLLimits(nodes: 10)).problems.isEmpty)

        let stream = parse(marked.text, limits: YAMLLimits(nodes: 9))
        #expect(stream.kinds == [.tooManyNodes(limit: 9, throughAlias: true)])
        #expect(stream.problems.first?.range == marked.range("a", "b"))
    }

    @Test func aTextAboveTheSizeLimitIsNotRead() {
        #expect(parse("a: 1", limits: YAMLLimits(bytes: 4)).outlines == ["{a: 1}"])
        let stream = parse("a: 12", limits: YAMLLimits(bytes: 4))
        #expect(stream.kinds == [.tooLarge(bytes: 5, limit: 4)])
        #expect(stream.documents.isEmpty)
    }

    @Test func theStandardLimitsAreThoseOfTheDesign() {
        #expect(YAMLLimits.standard == YAMLLimits(depth: 64, nodes: 4_000_000, bytes: 67_108_864))
        let nested = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        #expect(parse(nested(64)).problems.isEmpty)
        #expect(parse(nested(65)).kinds == [.tooDeep(limit: 64, throughAlias: false)])
    }
}
