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

    /// Every line ends with a line break.
    package func render(_ diagnostics: [Diagnostic]) -> String {
        var lines = LineCache(sources)
        let report = DiagnosticReport(diagnostics)
        return report.shown.map { render($0, &lines) }.joined() + (report.rest.map { $0 + "\n" } ?? "")
    }

    private func render(_ diagnostic: Diagnostic, _ lines: inout LineCache) -> String {
        let label = DiagnosticStyle.Label(diagnostic.severity)
        var output =
            switch diagnostic.place {
            case .file(let name): header(name, label, diagnostic.message)
            case .text(let range): passage(range, label, diagnostic.message, &lines)
            }
        if let hint = diagnostic.hint { output += "  " + style.hint(hint.printable) + "\n" }
        for note in diagnostic.notes { output += passage(note.range, .note, note.message, &lines) }
        return output
    }

    private func passage(
        _ range: SourceRange,
        _ label: DiagnosticStyle.Label,
        _ message: String,
        _ lines: inout LineCache
    ) -> String {
        let place = "\(sources.name(of: range)):\(range.start.line):\(range.start.column)"
        return header(place, label, message) + snippet(range, &lines)
    }

    private func header(_ place: String, _ label: DiagnosticStyle.Label, _ message: String) -> String {
        style.place(place.printable + ":") + " " + style.label(label) + " "
            + style.message(message.printable) + "\n"
    }

    private func snippet(_ range: SourceRange, _ lines: inout LineCache) -> String {
        guard let lines = lines.lines(of: range) else { return "" }
        let snippet = Snippet(of: lines, marking: range)
        return snippet.text + "\n" + style.caret(snippet.marker) + "\n"
    }
}
