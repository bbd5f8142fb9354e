import LocatedYAML
import TestSupport
import Testing

/// Texts written to exhaust the reader: each has to end quickly, with the problem that it is.
@Suite struct HostileInputTests {
    private func laughs(_ line: (Int) -> String) -> String {
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + (1...40).map { line($0) + "\n" }.joined()
    }

    @Test func aBillionLaughsAreCountedNotExpanded() {
        let text = laughs { n in
            "a\(n): &a\(n) [" + Array(repeating: "*a\(n - 1)", count: 10).joined(separator: ", ") + "]"
        }
        #expect(parse(text).kinds == [.tooManyNodes(limit: 4_000_000, throughAlias: true)])
    }

    @Test func aBombWithinTheLimitsIsShared() throws {
        let text = "a0: &a0 x\n" + (1...20).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        let stream = parse(text, limits: YAMLLimits(nodes: 1 << 23))
        #expect(stream.problems.isEmpty)
        let last = try #require(stream.documents.first?["a20"])
        let addresses = last.items.map { $0.items.withUnsafeBufferPointer(\.baseAddress) }
        #expect(addresses.count == 2 && addresses[0] == addresses[1])
    }

    @Test func mergesOfMergesStayWithinTheLimits() {
        let text =
            "a0: &a0 {x: 1, y: 2}\n"
            + (1...60).map { n in "a\(n): &a\(n) {<<: [*a\(n - 1), *a\(n - 1)], k\(n): 1}\n" }.joined()
        #expect(parse(text).kinds == [.tooManyNodes(limit: 4_000_000, throughAlias: true)])
    }

    @Test func manyMergesOfALargeMappingStayWithinTheLimits() {
        let base = (0..<1_000).map { "  k\($0): \($0)\n" }.joined()
        let uses = String(repeating: "- {<<: *b, own: 1}\n", count: 50)
        let stream = parse("- &b\n\(base)\(uses)", limits: YAMLLimits(nodes: 20_000))
        #expect(stream.kinds == [.tooManyNodes(limit: 20_000, throughAlias: true)])
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000),
        String(repeating: "{a: ", count: 100_000),
        String(repeating: "- ", count: 100_000),
        String(repeating: "? ", count: 100_000),
        String(repeating: "[\n", count: 100_000),
        String(repeating: "&a [*a, ", count: 100_000),
    ]) func nestingOfAHundredThousandLevelsIsTooDeep(text: String) {
        #expect(parse(text).kinds.last == .tooDeep(limit: 64, throughAlias: false))
    }

    @Test func blockMappingsOfManyLevelsAreTooDeep() {
        let text = (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(parse(text).kinds == [.tooDeep(limit: 64, throughAlias: false)])
    }

    @Test func anchorsThatNestThroughAliasesAreTooDeep() {
        let text = "- &a0 [x]\n" + (1...100).map { "- &a\($0) [*a\($0 - 1)]\n" }.joined()
        #expect(parse(text).kinds == [.tooDeep(limit: 64, throughAlias: true)])
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aMegabyteOfRandomBytesIsRefused(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let bytes = (0..<(1 << 20)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let stream = parse(bytes)
        #expect(stream.documents.isEmpty)
        #expect(stream.problems.count == 1)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aMegabyteOfRandomPunctuationIsJudged(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("abc  \n\n:-?[]{},&*!|>'\"%@`#~<\t.".utf8)
        let bytes = (0..<(1 << 20)).compactMap { _ in alphabet.randomElement(using: &random) }
        #expect(!parse(bytes).problems.isEmpty)
    }

    @Test func aHundredThousandKeysAreReadInOneGo() throws {
        let text = (0..<100_000).map { "key-\($0): v\n" }.joined()
        let stream = parse(text)
        #expect(stream.problems.isEmpty)
        #expect(stream.documents.first?.entries.count == 100_000)
    }
}
