import LocatedYAML
import TestSupport
import Testing

@Suite struct FuzzTests {
    private let limits = YAMLLimits(depth: 16, nodes: 5_000)

    @Test func everyInputGivesASoundResult() throws {
        let corpus = try corpus()
        try #require(corpus.inputs.count >= 10)
        #expect(try fuzz("yaml", corpus, settings: FuzzSettings(inputs: 8_000), check: fault) > 0)
    }

    @Test func theCorpusItselfIsSound() throws {
        for input in try corpus().inputs {
            #expect(fault(input) == nil)
            #expect(parse(input).problems.isEmpty, "\(String(decoding: input, as: UTF8.self))")
        }
    }

    @Test func theSameSeedMakesTheSameInputs() throws {
        let corpus = try corpus()
        let mutator = Mutator(corpus: corpus.inputs, dictionary: corpus.dictionary)
        var (one, two) = (SeededRandom(seed: 1), SeededRandom(seed: 1))
        let inputs = (0..<100).map { _ in mutator.mutant(using: &one) }
        #expect(inputs == (0..<100).map { _ in mutator.mutant(using: &two) })
        #expect(Set(inputs).count > 90)
    }

    private func corpus() throws -> Corpus { try Corpus("Corpus", dictionary: Corpus.yaml) }

    private func fault(_ input: [UInt8]) -> String? {
        let source = SourceFile(name: "fuzz", bytes: input)
        let stream = YAMLParser.parse(source, file: TestText.file, limits: limits)
        return StreamInvariants.fault(in: stream, of: source, limits: limits)
    }
}
