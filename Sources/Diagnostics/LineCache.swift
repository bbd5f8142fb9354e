import LocatedYAML

/// Splits a text into lines when the first of them is asked for, and once only.
struct LineCache {
    private let sources: SourceList
    private var lines: [Int32: SourceLines] = [:]

    init(_ sources: SourceList) {
        self.sources = sources
    }

    /// The lines of the text that a range lies in; `nil` when there is no such text.
    mutating func lines(of range: SourceRange) -> SourceLines? {
        if let known = lines[range.file] { return known }
        guard let source = sources[range.file] else { return nil }
        let split = SourceLines(of: source)
        lines[range.file] = split
        return split
    }
}
