import LocatedYAML

extension SourceRange {
    var sortKey: (Int32, Int32, Int32) { (file, start.line, start.column) }

    var isEmpty: Bool { start == end }

    func contains(_ other: SourceRange) -> Bool {
        file == other.file && !(other.start < start) && !(end < other.end)
    }
}

extension SourcePosition {
    static func < (first: Self, second: Self) -> Bool {
        (first.line, first.column) < (second.line, second.column)
    }
}
