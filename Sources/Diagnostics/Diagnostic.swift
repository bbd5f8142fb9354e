package import LocatedYAML

/// A finding and its place (docs/manifest.md, "Errors").
package struct Diagnostic: Sendable {
    /// An error ends `validate`, `plan` and `apply`; a warning is shown and changes no exit code.
    package enum Severity: String, Sendable, Hashable {
        case error
        case warning
    }

    /// What a finding is about.
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

    /// The facts, of whatever family of findings.
    package let finding: any Finding
    package let place: Place
    package let notes: [Note]

    package init(_ finding: any Finding, at range: SourceRange, notes: [Note] = []) {
        self.init(finding, place: .text(range), notes: notes)
    }

    package init(_ finding: any Finding, place: Place, notes: [Note] = []) {
        self.finding = finding
        self.place = place
        self.notes = notes
    }

    package var rule: Rule { finding.rule }
    package var severity: Severity { finding.severity }
    package var message: String { finding.message }
    package var hint: String? { finding.hint }

    /// Nil for a finding about an input as a whole.
    package var range: SourceRange? {
        switch place {
        case .text(let range): range
        case .file: nil
        }
    }
}

/// What a check found, as facts. Each family of findings stands beside its check; `message` is the only
/// place with the words for it.
package protocol Finding: Sendable {
    var rule: Rule { get }
    var severity: Diagnostic.Severity { get }
    /// One line: what is wrong, values in double quotes, then what to do.
    var message: String { get }
    /// What may help further, such as `did you mean "dev"?`.
    var hint: String? { get }
}

extension Finding {
    package var severity: Diagnostic.Severity { .error }
    package var hint: String? { nil }
}

extension [Diagnostic] {
    /// Whether one of the findings is more than a warning.
    package var hasErrors: Bool { contains { $0.severity == .error } }

    /// Findings about whole inputs first, as given, then the others by place; those of one place keep their order.
    package func inSourceOrder() -> [Diagnostic] {
        sorted { first, second in
            switch (first.range, second.range) {
            case (nil, .some): true
            case (let first?, let second?): first.sortKey < second.sortKey
            case (_, nil): false
            }
        }
    }
}
