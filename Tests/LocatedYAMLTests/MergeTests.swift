import LocatedYAML
import TestSupport
import Testing

@Suite struct MergeTests {
    @Test(arguments: [
        ("own keys win where they stand after", "b: &b {x: 1, y: 2}\nm: {<<: *b, x: 3}", "{x: 3, y: 2}"),
        ("own keys win where they stand before", "b: &b {x: 1, y: 2}\nm: {x: 3, <<: *b}", "{x: 3, y: 2}"),
        ("earlier mappings win", "m: {<<: [{x: 1}, {x: 2, y: 3}, {y: 4, z: 5}]}", "{x: 1, y: 3, z: 5}"),
        ("own entries come first", "m: {<<: {x: 1}, y: 2}", "{y: 2, x: 1}"),
        ("merges chain", "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nm: {<<: *b, z: 3}", "{z: 3, y: 2, x: 1}"),
        ("a merge may be all", "a: &a {x: 1}\nm: {<<: *a}", "{x: 1}"),
        ("nothing may be merged", "m: {<<: {}, x: 1}", "{x: 1}"),
        ("an empty list may be merged", "m: {<<: [], x: 1}", "{x: 1}"),
        ("a quoted << is a key", "m: {'<<': {x: 1}, \"<<<\": 2}", "{<<: {x: 1}, <<<: 2}"),
        ("a !!str << is a key", "m: {!!str <<: 1}", "{<<: 1}"),
        ("a tagged << merges", "b: &b {x: 1}\nm:\n  !!merge <<: *b\n  y: 2", "{y: 2, x: 1}"),
        ("a value << is text", "m: <<", "<<"),
    ]) func mergesAreCarriedOut(what: String, text: String, expected: String) throws {
        let stream = parse(text)
        #expect(stream.documents.first?["m"]?.outline == expected, "\(what)")
        #expect(stream.problems.isEmpty, "\(what)")
    }

    @Test func aMergedEntryKeepsItsKeysPlace() throws {
        let marked = MarkedText("b: &b\n  «a»x«b»: «c»1«d»\nm:\n  <<: *b\n  y: 2\n")
        let entry = try #require(parse(marked.text).documents.first?["m"]?.entry("x"))
        #expect(entry.key.range == marked.range("a", "b"))
        #expect(entry.value.range == marked.range("c", "d"))
    }

    @Test func aLargeMergeKeepsEveryKeyOnce() throws {
        let names = (0..<2_000).map { "k\($0): base\n" }.map { "  " + $0 }.joined()
        let own = stride(from: 0, to: 2_000, by: 2).map { "  k\($0): own\n" }.joined()
        let merged = try #require(parse("b: &b\n\(names)m:\n  <<: *b\n\(own)").documents.first?["m"])
        #expect(merged.entries.count == 2_000)
        #expect(merged.entries.prefix(1_000).allSatisfy { $0.value.outline == "own" })
        #expect(merged.entries.dropFirst(1_000).allSatisfy { $0.value.outline == "base" })
    }

    @Test func aPureMergeSharesItsStorage() throws {
        let root = try #require(parse("b: &b {x: 1}\nm: {<<: *b}").documents.first)
        let addresses = root.entries.map { $0.value.entries.withUnsafeBufferPointer(\.baseAddress) }
        #expect(addresses[0] == addresses[1])
    }
}
