import LocatedYAML

/// Places in one text, kept so that each question about them takes few steps: a hostile text can have many thousands,
/// and as many parts to ask about.
struct DamagedPlaces {
    /// Sorted; with the first of the ends from this place on.
    private var places: [(start: SourcePosition, firstEnd: SourcePosition)] = []

    init(_ ranges: [SourceRange]) {
        for range in ranges.sorted(by: { $1.start < $0.start }) {
            let firstEnd = places.last.map { $0.firstEnd < range.end ? $0.firstEnd : range.end } ?? range.end
            places.append((range.start, firstEnd))
        }
        places.reverse()
    }

    /// Whether one of them lies within `range`, of the same text.
    func areIn(_ range: SourceRange) -> Bool {
        var (lower, upper) = (0, places.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if places[middle].start < range.start { lower = middle + 1 } else { upper = middle }
        }
        return lower < places.count && !(range.end < places[lower].firstEnd)
    }
}
