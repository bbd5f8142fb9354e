package import LocatedYAML

/// What a sandbox starts with, read from YAML; `examples/sandbox.yaml` shows and explains the form.
package struct SandboxFile: Sendable {
    package let store: Store
    /// Nil when the file names no tokens.
    package let tokens: [String: APIVariant.Permission]?

    /// Reads a whole file and throws all that is wrong with it at once.
    /// - Parameter sharesDefaults: whether default values and environments' values exclude each other.
    package init(parsing source: SourceFile, sharesDefaults: Bool = true) throws(SandboxFileError) {
        let stream = YAMLParser.parse(source, file: 0)
        var problems = stream.problems.map { SandboxFileProblem(.yaml($0.message), at: $0.range) }
        var reader = SandboxFileReader(sharesDefaults: sharesDefaults)
        if let root = stream.documents.first, stream.documents.count == 1 {
            reader.read(root)
        } else if problems.isEmpty {
            let place = stream.documents.dropFirst().first?.range ?? .startOfFile
            problems.append(SandboxFileProblem(.documents(stream.documents.count), at: place))
        }
        problems += reader.problems
        guard problems.isEmpty else { throw SandboxFileError(file: source.name, problems: problems) }
        store = reader.store
        tokens = reader.tokens
    }
}

extension SourceRange {
    fileprivate static let startOfFile = SourceRange(
        file: 0,
        start: SourcePosition(line: 1, column: 1),
        end: SourcePosition(line: 1, column: 1)
    )
}
