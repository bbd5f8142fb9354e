package import LocatedYAML

/// The places that a text has, for checking that a range lies in it.
package struct TextBounds {
    /// The length of each line in characters.
    private let widths: [Int32]

    package init(_ source: SourceFile) {
        let lines = SourceLines(of: source)
        widths = (1...Int32(lines.count)).map { Int32(lines.text(ofLine: $0).unicodeScalars.count) }
    }

    /// Whether a range begins and ends in the text, in this order.
    package func hold(_ range: SourceRange) -> Bool {
        let isOrdered = (range.start.line, range.start.column) <= (range.end.line, range.end.column)
        return isOrdered && hold(range.start) && hold(range.end)
    }

    private func hold(_ place: SourcePosition) -> Bool {
        guard place.line >= 1, Int(place.line) <= widths.count, place.column >= 1 else { return false }
        return place.column <= widths[Int(place.line) - 1] + 1
    }
}
