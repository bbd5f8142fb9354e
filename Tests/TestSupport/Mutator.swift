/// Makes new inputs from known ones. What it makes depends on nothing but its inputs and the generator.
package struct Mutator {
    /// Neither may be empty.
    let corpus: [[UInt8]]
    let dictionary: [[UInt8]]
    private let longest = 1 << 15

    package init(corpus: [[UInt8]], dictionary: [[UInt8]]) {
        self.corpus = corpus
        self.dictionary = dictionary
    }

    package func mutant(using random: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes = pick(corpus, using: &random)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            mutate(&bytes, using: &random)
        }
        return Array(bytes.prefix(longest))
    }

    private enum Mutation: CaseIterable {
        case flipBit, setByte, insertToken, overwriteToken, repeatToken, splice, delete, duplicate, move,
            truncate
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout some RandomNumberGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let part = slice(of: bytes, using: &random)
        switch pick(Mutation.allCases, using: &random) {
        case .flipBit: flipBit(of: &bytes, at: place, using: &random)
        case .setByte: overwrite(&bytes, at: place, with: [UInt8.random(in: 0...255, using: &random)])
        case .insertToken: bytes.insert(contentsOf: pick(dictionary, using: &random), at: place)
        case .overwriteToken: overwrite(&bytes, at: place, with: pick(dictionary, using: &random))
        case .repeatToken: bytes.insert(contentsOf: manyTokens(using: &random), at: place)
        case .splice: splice(into: &bytes, at: place, using: &random)
        case .delete: bytes.removeSubrange(part)
        case .duplicate: bytes.insert(contentsOf: Array(bytes[part]), at: place)
        case .move: overwrite(&bytes, at: place, with: Array(bytes[part]))
        case .truncate: bytes.removeSubrange(place...)
        }
    }

    private func flipBit(
        of bytes: inout [UInt8],
        at place: Int,
        using random: inout some RandomNumberGenerator
    ) {
        guard bytes.indices.contains(place) else { return }
        bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    }

    private func splice(
        into bytes: inout [UInt8],
        at place: Int,
        using random: inout some RandomNumberGenerator
    ) {
        let other = pick(corpus, using: &random)
        bytes.insert(contentsOf: other[slice(of: other, using: &random)], at: place)
    }

    private func overwrite(_ bytes: inout [UInt8], at place: Int, with new: [UInt8]) {
        bytes.replaceSubrange(place..<min(place + new.count, bytes.count), with: new)
    }

    private func manyTokens(using random: inout some RandomNumberGenerator) -> [UInt8] {
        let token = pick(dictionary, using: &random)
        return Array(repeatElement(token, count: Int.random(in: 2...80, using: &random)).joined())
    }

    private func slice(of bytes: [UInt8], using random: inout some RandomNumberGenerator) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = Int.random(in: start...min(start + 64, bytes.count), using: &random)
        return start..<end
    }

    private func pick<Choice>(_ choices: [Choice], using random: inout some RandomNumberGenerator) -> Choice {
        choices[Int.random(in: choices.indices, using: &random)]
    }
}
