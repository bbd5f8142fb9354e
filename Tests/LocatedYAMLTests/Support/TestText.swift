import LocatedYAML
import TestSupport

/// The file index that the tests parse with: any but 0, so that a forgotten index shows.
enum TestText {
    static let file: Int32 = 7
}

func parse(_ text: String, limits: YAMLLimits = .standard) -> YAMLStream {
    parse(Array(text.utf8), limits: limits)
}

func parse(_ bytes: [UInt8], limits: YAMLLimits = .standard) -> YAMLStream {
    YAMLParser.parse(SourceFile(name: "test.yaml", bytes: bytes), file: TestText.file, limits: limits)
}

extension YAMLStream {
    /// The documents in the words of `Node.outline`.
    var outlines: [String] { documents.map(\.outline) }

    var kinds: [YAMLProblem.Kind] { problems.map(\.kind) }
}

extension MarkedText {
    func range(_ start: String, _ end: String) -> SourceRange { range(start, end, file: TestText.file) }
}
