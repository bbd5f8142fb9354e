import LocatedYAML
import Testing

@Suite struct FuzzTests {
    private let limits = YAMLLimits(depth: 16, nodes: 5_000)

    @Test func everyInputGivesASoundResult() throws {
        let corpus = try Corpus.load()
        try #require(corpus.count >= 10)
        let done = try fuzz(
            corpus: corpus,
            dictionary: Corpus.dictionary,
            settings: FuzzSettings(inputs: 8_000),
            check: fault
        )
        #expect(done > 0)
    }

    @Test func theCorpusItselfIsSound() throws {
        for input in try Corpus.load() {
            #expect(fault(input) == nil)
            #expect(parse(input).problems.isEmpty, "\(String(decoding: input, as: UTF8.self))")
        }
    }

    @Test func theSameSeedMakesTheSameInputs() throws {
        let mutator = Mutator(corpus: try Corpus.load(), dictionary: Corpus.dictionary)
        var (one, two) = (SeededRandom(seed: 1), SeededRandom(seed: 1))
        let inputs = (0..<100).map { _ in mutator.mutant(using: &one) }
        #expect(inputs == (0..<100).map { _ in mutator.mutant(using: &two) })
        #expect(Set(inputs).count > 90)
    }

    private func fault(_ input: [UInt8]) -> String? {
        let source = SourceFile(name: "fuzz", bytes: input)
        let stream = YAMLParser.parse(source, file: TestText.file, limits: limits)
        return StreamInvariants.fault(in: stream, of: source, limits: limits)
    }
}
