import Diagnostics
import LocatedYAML

/// Comments on a pull request in the place of a plan.
extension MarkdownComment {
    /// What is wrong with a manifest, so that there is no plan of it.
    static func findings(_ diagnostics: [Diagnostic], in sources: SourceList) -> TerminalText {
        let findings = DiagnosticReport(diagnostics).shown.map { ReportedFinding($0, in: sources) }
        let errors = findings.count { $0.level == .error }
        let comment = MarkdownComment(
            marker: "<!-- omnienv:plan -->",
            heading: "omnienv plan: the manifest is invalid",
            lead: ["> [!CAUTION]\n> **There is no plan: \(errors.of("error")).**"],
            sections: [
                Section(
                    title: "Findings",
                    columns: ["where", "rule", "what"],
                    rows: findings.byLevel.map { Row(text: row($0.finding)) }
                )
            ]
        )
        return comment.layout(within: standardLimit).text
    }

    private static func row(_ finding: ReportedFinding) -> TerminalText {
        let line = finding.place?.range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
        let place = (finding.place?.path ?? "") + line
        return
            "| \(code: place) | \(code: finding.rule) | \(code: finding.message) |"
    }

    /// What keeps a plan from being made, such as a refused token: without this comment an older one would be taken for the
    /// plan of this commit.
    static func failure(_ message: TerminalText) -> TerminalText {
        let comment = MarkdownComment(
            marker: "<!-- omnienv:plan -->",
            heading: "omnienv plan: no plan",
            lead: ["> [!CAUTION]\n> **There is no plan.**"],
            sections: [
                Section(title: "Why", rows: message.lines.map { Row(text: $0.shortened(to: 2_000)) })
            ]
        )
        return comment.layout(within: standardLimit).text
    }
}
