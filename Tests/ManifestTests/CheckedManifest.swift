import Diagnostics
import LocatedYAML
import Manifest
import TestSupport

/// Marked texts, loaded, with their diagnostics as lines that name the marks: `a: error: …`, then
/// `  b: note: …` and `  hint: …` where there are any.
struct CheckedManifest {
    let loaded: LoadedManifest
    let lines: [String]

    init(_ texts: String...) {
        let marked = texts.map(MarkedText.init)
        let files = marked.enumerated().map { index, text in
            SourceFile(name: "\(index).yaml", bytes: Array(text.text.utf8))
        }
        loaded = ManifestLoader.load(SourceList(files))
        lines = loaded.diagnostics.flatMap { Self.lines(of: $0, in: marked) }
    }

    private static func lines(of diagnostic: Diagnostic, in texts: [MarkedText]) -> [String] {
        func name(_ range: SourceRange) -> String { texts[Int(range.file)].name(of: range.start) }
        let place =
            switch diagnostic.place {
            case .text(let range): name(range)
            case .file(let file): file
            }
        return ["\(place): \(diagnostic.severity): \(diagnostic.message)"]
            + diagnostic.notes.map { "  \(name($0.range)): note: \($0.message)" }
            + (diagnostic.hint.map { ["  hint: \($0)"] } ?? [])
    }
}

/// A manifest of one base, `warehouse`, from the lines that differ.
func manifest(environments: String, attribute: String = "", after: String = "") -> String {
    """
    version: 1
    baseConnections:
      «warehouse»warehouse:
        connection: «own»Warehouse
    \(attribute.indented(4))
        environments:
    \(environments.indented(6))
    \(after)
    """
}

extension String {
    func indented(_ width: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(repeating: " ", count: width) + $0 }
            .joined(separator: "\n")
    }
}
