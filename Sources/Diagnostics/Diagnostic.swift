package import LocatedYAML

/// A finding and its place (docs/manifest.md, "Errors").
package struct Diagnostic: Sendable {
    package enum Severity: String, Sendable, Hashable, Encodable {
        case error
        case warning
    }

    package enum Place: Sendable, Hashable {
        case text(SourceRange)
        /// An input as a whole, by the name it was given: one that cannot be read has no lines.
        case file(String)
    }

    /// A second place that explains the first.
    package struct Note: Sendable, Hashable {
        package let message: String
        package let range: SourceRange

        package init(_ message: String, at range: SourceRange) {
            self.message = message
            self.range = range
        }
    }

    package let finding: any Finding
    package let place: Place
    package let notes: [Note]

    package init(_ finding: some Finding, at range: SourceRange, notes: [Note] = []) {
        self.init(finding, place: .text(range), notes: notes)
    }

    package init(_ finding: some Finding, place: Place, notes: [Note] = []) {
        self.finding = finding
        self.place = place
        self.notes = notes
    }

    package var severity: Severity { finding.severity }
    package var message: String { finding.message }
    package var hint: String? { finding.hint }

    package var range: SourceRange? {
        switch place {
        case .text(let range): range
        case .file: nil
        }
    }
}
