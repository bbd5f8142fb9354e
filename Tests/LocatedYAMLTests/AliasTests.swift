import LocatedYAML
import TestSupport
import Testing

@Suite struct AliasTests {
    @Test func anAliasGivesTheAnchoredNodeWithItsPlace() throws {
        let marked = MarkedText("one: «a»&x {k: v}«b»\ntwo: *x\n")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.outline == "{one: {k: v}, two: {k: v}}")
        #expect(root["two"]?.range == marked.range("a", "b"))
    }

    @Test func anAliasedKeyStandsWhereItIsWritten() throws {
        let marked = MarkedText("- &x name\n- {«a»*x«b» : 1}\n")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.outline == "[name, {name: 1}]")
        #expect(root.items.last?.entries.first?.key.range == marked.range("a", "b"))
    }

    @Test(arguments: [
        ("a name given again means the last node before the alias", "[&x 1, *x, &x 2, *x]", "[1, 1, 2, 2]"),
        ("so it does inside the node that had it first", "- &x [&x 1, *x]\n- *x\n", "[[1, 1], 1]"),
        ("a key may have an anchor", "&k key: 1\nother: *k\n", "{key: 1, other: key}"),
        ("an empty node may have an anchor", "- &e\n- *e\n", "[, ]"),
        ("a tagged node keeps its tag's meaning", "- &t !!str null\n- *t\n", #"["null", "null"]"#),
    ]) func anchorsResolve(what: String, text: String, expected: String) {
        let stream = parse(text)
        #expect(stream.outlines == [expected], "\(what)")
        #expect(stream.problems.isEmpty, "\(what)")
    }

    @Test func anAliasThatLeadsNowhereLeavesTheRestWhole() {
        let stream = parse("- 1\n- *gone\n- {*gone : 1, k: *gone, <<: *gone}\n")
        #expect(stream.outlines == ["[1, , {k: }]"])
        #expect(stream.kinds == Array(repeating: .undefinedAlias("gone"), count: 4))
    }

    @Test func aSharedNodeSharesItsStorage() throws {
        let root = try #require(parse("- &x [1, 2]\n- *x\n").documents.first)
        let addresses = root.items.map { $0.items.withUnsafeBufferPointer(\.baseAddress) }
        #expect(addresses[0] == addresses[1])
    }
}
