package import LocatedYAML

/// A decoded value and where the manifest says it.
package struct Located<Value: Sendable>: Sendable {
    package let value: Value
    package let range: SourceRange

    package init(_ value: Value, at range: SourceRange) {
        self.value = value
        self.range = range
    }

    package func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
        Located<Other>(transform(value), at: range)
    }
}

extension SourceRange {
    package var sortKey: (Int32, Int32, Int32) { (file, start.line, start.column) }

    package var isEmpty: Bool { start == end }

    package func contains(_ other: SourceRange) -> Bool {
        file == other.file && !(other.start < start) && !(end < other.end)
    }
}
