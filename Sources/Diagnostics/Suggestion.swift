import LocatedYAML

/// "Did you mean": the known word that is closest to what was written, if any is close enough.
package enum Suggestion {
    /// The hint `did you mean "word"?` with the known word that is closest; nil when none is close enough.
    package static func question(for word: String, among known: some Sequence<String>) -> String? {
        closest(to: word, among: known).map(question)
    }

    /// The hint `did you mean "word"?`.
    package static func question(_ word: String) -> String { "did you mean \(word.quoted)?" }

    /// The known word with the fewest slips between it and what was written, whatever the case: at most one in a word of up to
    /// five characters, at most two in a longer one. Of several equally close ones the first counts; nil when there is none.
    package static func closest(to word: String, among known: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().unicodeScalars)
        let limit = letters.count < 6 ? 1 : 2
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = distance(letters, Array(candidate.lowercased().unicodeScalars), limit: limit)
            guard let distance, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.word
    }

    /// Letters inserted, dropped, replaced, or swapped with their neighbour; `nil` above `limit`.
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar], limit: Int) -> Int? {
        guard abs(first.count - second.count) <= limit else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for i in first.indices {
            var row = [i + 1]
            for j in second.indices {
                let replaced = last[j] + (first[i] == second[j] ? 0 : 1)
                row.append(min(replaced, last[j + 1] + 1, row[j] + 1))
                guard i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] else { continue }
                row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
            }
            (beforeLast, last) = (last, row)
        }
        return last[second.count] <= limit ? last[second.count] : nil
    }
}
