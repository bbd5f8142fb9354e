import LocatedYAML

/// Splits a text into lines when the first of them is asked for, and once only.
struct LineCache {
    private let sources: SourceList
    private var lines: [Int32: SourceLines] = [:]

    init(_ sources: SourceList) {
        self.sources = sources
    }

    /// The line that a range begins on; `nil` when there is no such text.
    mutating func line(of range: SourceRange) -> String? {
        if let known = lines[range.file] { return known.text(ofLine: range.start.line) }
        guard let source = sources[range.file] else { return nil }
        let split = SourceLines(of: source)
        lines[range.file] = split
        return split.text(ofLine: range.start.line)
    }
}
