extension SourceRange {
    /// A place with no extent.
    static func point(_ position: SourcePosition, file: Int32) -> SourceRange {
        SourceRange(file: file, start: position, end: position)
    }

    static func start(of file: Int32) -> SourceRange {
        point(SourcePosition(line: 1, column: 1), file: file)
    }
}
