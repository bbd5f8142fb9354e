package import LocatedYAML

extension SourceRange {
    package var sortKey: (Int32, Int32, Int32) { (file, start.line, start.column) }

    package var isEmpty: Bool { start == end }

    package func contains(_ other: SourceRange) -> Bool {
        file == other.file && !(other.start < start) && !(end < other.end)
    }
}
