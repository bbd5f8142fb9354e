import LocatedYAML

/// Diagnostics as compilers write them: `file:line:column: error: …`, the source line, a caret under the
/// place; then the notes in the same form, and the hint.
package struct DiagnosticRenderer: Sendable {
    private let sources: SourceList
    private let isColored: Bool

    package init(sources: SourceList, isColored: Bool) {
        self.sources = sources
        self.isColored = isColored
    }

    /// The diagnostics in the order given, at most a hundred of them, then how many more there are. Every line ends with a line
    /// break.
    package func render(_ diagnostics: [Diagnostic]) -> TerminalText {
        var lines: [Int32: SourceLines] = [:]
        let report = DiagnosticReport(diagnostics)
        return report.shown.map { render($0, &lines) }.joined() + (report.rest.map { "\($0)\n" } ?? "")
    }

    private func render(_ diagnostic: Diagnostic, _ lines: inout [Int32: SourceLines]) -> TerminalText {
        let label = self.label(diagnostic.severity)
        var output =
            switch diagnostic.place {
            case .file(let name): header(name, label, diagnostic.message)
            case .text(let range): passage(range, label, diagnostic.message, &lines)
            }
        if let words = diagnostic.hint { output += "  \(hint("\(words)"))\n" }
        for note in diagnostic.notes {
            output += passage(note.range, noteLabel, note.message, &lines)
        }
        return output
    }

    private func passage(
        _ range: SourceRange,
        _ label: TerminalText,
        _ message: String,
        _ lines: inout [Int32: SourceLines]
    ) -> TerminalText {
        let place = "\(sources.name(of: range)):\(range.start.line):\(range.start.column)"
        return header(place, label, message) + snippet(range, &lines)
    }

    private func header(_ place: String, _ label: TerminalText, _ message: String) -> TerminalText {
        "\(bold("\(place):")) \(label) \(bold("\(message)"))\n"
    }

    /// - Parameter lines: of each text that was asked for before; splitting one takes as long as it is.
    private func snippet(_ range: SourceRange, _ lines: inout [Int32: SourceLines]) -> TerminalText {
        guard let source = sources[range.file] else { return "" }
        let split = lines[range.file] ?? SourceLines(of: source)
        lines[range.file] = split
        let snippet = Snippet(of: split, marking: range)
        return "\(snippet.text)\n\(caret(snippet.marker))\n"
    }
}

// MARK: - Colours, without which the words say the same
extension DiagnosticRenderer {
    private func label(_ severity: Diagnostic.Severity) -> TerminalText {
        switch severity {
        case .error: paint("error:", "1;31")
        case .warning: paint("warning:", "1;33")
        }
    }

    private var noteLabel: TerminalText { paint("note:", "1;36") }
    private func hint(_ text: TerminalText) -> TerminalText { paint("hint:", "36") + " " + text }
    private func bold(_ text: TerminalText) -> TerminalText { paint(text, "1") }
    private func caret(_ text: TerminalText) -> TerminalText { paint(text, "32") }

    private func paint(_ text: TerminalText, _ code: TerminalText) -> TerminalText {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

/// As many diagnostics as anybody reads. A few lines of a manifest can make thousands of them, by aliases; those that are
/// left out are counted, and no error is left out for a warning.
package struct DiagnosticReport: Sendable {
    private static let most = 100

    /// In the order in which they were given.
    package let shown: [Diagnostic]
    /// How many more there were.
    package let leftOut: Int

    package init(_ diagnostics: [Diagnostic]) {
        leftOut = max(diagnostics.count - Self.most, 0)
        guard leftOut > 0 else {
            shown = diagnostics
            return
        }
        let errors = diagnostics.lazy.filter { $0.severity == .error }.prefix(Self.most).count
        var room: [Diagnostic.Severity: Int] = [.error: errors, .warning: Self.most - errors]
        shown = diagnostics.filter { diagnostic in
            let left = room[diagnostic.severity, default: 0]
            room[diagnostic.severity] = left - 1
            return left > 0
        }
    }

    /// What stands below those that are shown; `nil` when that is all of them.
    var rest: String? {
        leftOut == 0
            ? nil : "\(leftOut) more finding\(leftOut == 1 ? "" : "s"), not shown: correct these first"
    }
}
