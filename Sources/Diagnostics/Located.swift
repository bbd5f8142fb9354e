package import LocatedYAML

/// A decoded value and where the manifest says it.
package struct Located<Value: Sendable>: Sendable {
    package let value: Value
    package let range: SourceRange

    package init(_ value: Value, at range: SourceRange) {
        self.value = value
        self.range = range
    }

    /// Another value that stands at the same place.
    package func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
        Located<Other>(transform(value), at: range)
    }
}

extension SourceRange {
    /// What ranges are sorted by: the texts in the order in which they were read, then the place where each begins.
    package var sortKey: (Int32, Int32, Int32) { (file, start.line, start.column) }

    /// Whether no character lies in the range: what is missing has such a place.
    package var isEmpty: Bool { start == end }

    /// Whether the other range lies wholly within this one, in the same text.
    package func contains(_ other: SourceRange) -> Bool {
        file == other.file && !(other.start < start) && !(end < other.end)
    }
}
