import LocatedYAML
import TestSupport
import Testing

@Suite struct LocationTests {
    @Test func aKeyAndItsValueCarryTheirOwnRanges() throws {
        let marked = MarkedText("version: 1\n«a»name«b»: «c»Snowflake (EU)«d»  # why\n")
        let entry = try #require(parse(marked.text).documents.first?.entry("name"))
        #expect(entry.key.range == marked.range("a", "b"))
        #expect(entry.value.range == marked.range("c", "d"))
    }

    @Test func quotedScalarsIncludeTheirQuotes() throws {
        let marked = MarkedText("- «a»'it''s'«b»\n- «c»\"tab\\t\"«d»\n")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.outline == "[\"it's\", \"tab\t\"]")
        #expect(root.items.map(\.range) == [marked.range("a", "b"), marked.range("c", "d")])
    }

    @Test(arguments: [
        "«a»one: 1\ntwo:\n  three: 3«b»   # comment\n\n# more\n",
        "«a»- one\n- - two«b»\n\n",
        "«a»list:\n- one\n- two«b»\n\n\n# end\n",
        "«a»{one: 1,\n two: [2]\n}«b»  # comment\n",
        "--- «a»[\n]«b»\n...\n",
        "«a»key: {}«b»\n",
        "«a»x: &a 1\ny: *a«b»\n\n",
    ]) func aCollectionEndsWithItsLastCharacter(marked text: String) throws {
        let marked = MarkedText(text)
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.range == marked.range("a", "b"))
    }

    @Test func nestedBlockCollectionsEndWhereTheirContentDoes() throws {
        let marked = MarkedText("a:\n  «a»b:\n  «c»- x\n  - y«b»\n\n  # aside\nz: 1\n")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root["a"]?.range == marked.range("a", "b"))
        #expect(root["a"]?["b"]?.range == marked.range("c", "b"))
    }

    @Test func aPairInAFlowSequenceEndsWithItsValue() throws {
        let marked = MarkedText("[«a»one: two«b» , three]\n")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.outline == "[{one: two}, three]")
        #expect(root.items.first?.range == marked.range("a", "b"))
    }

    @Test func anEmptyValueStandsBehindItsColon() throws {
        let marked = MarkedText("one:«a»   # nothing\ntwo: 2\n")
        let value = try #require(parse(marked.text).documents.first?["one"])
        #expect(value.outline == "")
        #expect(value.range == marked.range("a", "a"))
    }

    @Test func aBlockScalarRunsFromItsIndicatorToTheNextLine() throws {
        let marked = MarkedText("text: «a»|\n  one\n  two\n«b»next: >-\n  a\n  b\n")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.outline == "{text: \"one\ntwo\n\", next: \"a b\"}")
        #expect(root["text"]?.range == marked.range("a", "b"))
    }

    @Test func aPlainScalarMaySpanLines() throws {
        let marked = MarkedText("text: «a»one\n  two«b»\nnext: 1\n")
        let value = try #require(parse(marked.text).documents.first?["text"])
        #expect(value.outline == "one two")
        #expect(value.range == marked.range("a", "b"))
    }

    @Test func aLastLineWithoutABreakIsTheLastLine() throws {
        let marked = MarkedText("a: 1\n? x«a»")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root.outline == "{a: 1, x: }")
        #expect(root["x"]?.range == marked.range("a", "a"))

        let broken = MarkedText("a: [1, é«a»")
        #expect(parse(broken.text).problems.first?.stop == broken.range("a", "a"))
    }

    @Test func anchorsAndTagsBelongToTheirNode() throws {
        let marked = MarkedText("one: «a»&x !!str 1«b»\ntwo: «c»&y\n  k: v«d»\n")
        let root = try #require(parse(marked.text).documents.first)
        #expect(root["one"]?.range == marked.range("a", "b"))
        #expect(root["two"]?.range == marked.range("c", "d"))
    }
}
