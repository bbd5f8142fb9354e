import LocatedYAML

/// A diagnostic for `--output json`. A place without a line is a whole input.
package struct DiagnosticRecord: Sendable, Hashable, Encodable {
    /// A second place that explains the first; lines and columns count from 1.
    package struct Note: Sendable, Hashable, Encodable {
        package let file: String
        package let line: Int32
        package let column: Int32
        package let message: String
    }

    package let file: String
    package let line: Int32?
    package let column: Int32?
    package let rule: Rule
    package let severity: Diagnostic.Severity
    package let message: String
    package let hint: String?
    package let notes: [Note]

    package init(_ diagnostic: Diagnostic, in sources: SourceList) {
        switch diagnostic.place {
        case .text(let range): file = sources.name(of: range)
        case .file(let name): file = name
        }
        line = diagnostic.range?.start.line
        column = diagnostic.range?.start.column
        rule = diagnostic.rule
        severity = diagnostic.severity
        message = diagnostic.message
        hint = diagnostic.hint
        notes = diagnostic.notes.map { note in
            Note(
                file: sources.name(of: note.range),
                line: note.range.start.line,
                column: note.range.start.column,
                message: note.message
            )
        }
    }
}
