import Diagnostics
import LocatedYAML

/// What is wrong with a manifest, as a comment on a pull request: in the place of the plan that there is none of.
struct FindingsComment {
    private let findings: [ReportedFinding]

    init(_ diagnostics: [Diagnostic], in sources: SourceList) {
        let report = DiagnosticReport(diagnostics)
        findings = report.shown.map { ReportedFinding($0, in: sources) }
    }

    var text: TerminalText {
        let errors = findings.count { $0.level == .error }
        let comment = MarkdownComment(
            marker: "<!-- omnienv:plan -->",
            heading: "omnienv plan: the manifest is invalid",
            lead: ["> [!CAUTION]\n> **There is no plan: \(errors.of("error")).**"],
            sections: [
                MarkdownComment.Section(
                    title: "Findings",
                    columns: ["where", "rule", "what"],
                    rows: findings.byLevel.map { MarkdownComment.Row(text: row($0.finding)) }
                )
            ]
        )
        return comment.layout(within: MarkdownComment.standardLimit).text
    }

    private func row(_ finding: ReportedFinding) -> TerminalText {
        let line = finding.place?.range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
        let place = (finding.place?.path ?? "") + line
        return
            "| \(code: place) | \(code: finding.rule) | \(code: finding.message) |"
    }
}

/// What keeps a plan from being made, such as a refused token, as a comment on a pull request: else an older one would be
/// taken for the plan of this commit.
struct FailureComment {
    let message: TerminalText

    var text: TerminalText {
        let comment = MarkdownComment(
            marker: "<!-- omnienv:plan -->",
            heading: "omnienv plan: no plan",
            lead: ["> [!CAUTION]\n> **There is no plan.**"],
            sections: [
                MarkdownComment.Section(
                    title: "Why",
                    rows: message.lines.map { MarkdownComment.Row(text: $0.shortened(to: 2_000)) }
                )
            ]
        )
        return comment.layout(within: MarkdownComment.standardLimit).text
    }
}
