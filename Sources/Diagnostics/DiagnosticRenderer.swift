import LocatedYAML

/// Diagnostics as compilers write them: `file:line:column: error: …`, the source line, a caret under the
/// place; then the notes in the same form, and the hint.
package struct DiagnosticRenderer: Sendable {
    private let sources: SourceList
    private let style: DiagnosticStyle

    package init(sources: SourceList, isColored: Bool) {
        self.sources = sources
        style = DiagnosticStyle(isColored: isColored)
    }

    /// The diagnostics in the order given, at most a hundred of them, then how many more there are. Every line ends with a line
    /// break.
    package func render(_ diagnostics: [Diagnostic]) -> TerminalText {
        var lines = LineCache(sources)
        let report = DiagnosticReport(diagnostics)
        return report.shown.map { render($0, &lines) }.joined() + (report.rest.map { "\($0)\n" } ?? "")
    }

    private func render(_ diagnostic: Diagnostic, _ lines: inout LineCache) -> TerminalText {
        let label = style.label(diagnostic.severity)
        var output =
            switch diagnostic.place {
            case .file(let name): header(name, label, diagnostic.message)
            case .text(let range): passage(range, label, diagnostic.message, &lines)
            }
        if let hint = diagnostic.hint { output += "  \(style.hint("\(hint)"))\n" }
        for note in diagnostic.notes {
            output += passage(note.range, style.noteLabel, note.message, &lines)
        }
        return output
    }

    private func passage(
        _ range: SourceRange,
        _ label: TerminalText,
        _ message: String,
        _ lines: inout LineCache
    ) -> TerminalText {
        let place = "\(sources.name(of: range)):\(range.start.line):\(range.start.column)"
        return header(place, label, message) + snippet(range, &lines)
    }

    private func header(_ place: String, _ label: TerminalText, _ message: String) -> TerminalText {
        "\(style.place("\(place):")) \(label) \(style.message("\(message)"))\n"
    }

    private func snippet(_ range: SourceRange, _ lines: inout LineCache) -> TerminalText {
        guard let lines = lines.lines(of: range) else { return "" }
        let snippet = Snippet(of: lines, marking: range)
        return "\(snippet.text)\n\(style.caret(snippet.marker))\n"
    }
}

/// The colours of diagnostics; the words say the same without them.
struct DiagnosticStyle: Sendable {
    let isColored: Bool

    func place(_ text: TerminalText) -> TerminalText { paint(text, "1") }
    func label(_ severity: Diagnostic.Severity) -> TerminalText {
        switch severity {
        case .error: paint("error:", "1;31")
        case .warning: paint("warning:", "1;33")
        }
    }
    var noteLabel: TerminalText { paint("note:", "1;36") }
    func message(_ text: TerminalText) -> TerminalText { paint(text, "1") }
    func caret(_ text: TerminalText) -> TerminalText { paint(text, "32") }
    func hint(_ text: TerminalText) -> TerminalText { paint("hint:", "36") + " " + text }

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
