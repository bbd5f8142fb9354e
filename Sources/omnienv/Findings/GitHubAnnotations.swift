import Diagnostics
import FoundationEssentials
import LocatedYAML

/// Findings as GitHub's workflow commands, which put them beside the lines of a file. GitHub shows ten of a level in a
/// step, so that no more are written, the worst first, and one line says how many are not shown.
struct GitHubAnnotations {
    private static let most = 10

    let findings: [ReportedFinding]

    /// Every line ends with a line break.
    var lines: String {
        var room: [ReportedFinding.Level: Int] = [:]
        let shown = findings.byLevel.map(\.finding).filter { finding in
            room[finding.level, default: Self.most] -= 1
            return room[finding.level, default: 0] >= 0
        }
        return (shown.map(Self.line) + rest(besides: shown.count)).map { $0 + "\n" }.joined()
    }

    private func rest(besides shown: Int) -> [String] {
        let more = findings.count - shown
        return more == 0
            ? [] : ["\(more) more, not annotated: GitHub shows \(Self.most) of a level in a step"]
    }

    private static func line(_ finding: ReportedFinding) -> String {
        let properties = place(finding.place) + ["title=" + property(finding.rule)]
        return "::\(finding.level.command) \(properties.joined(separator: ","))::\(data(finding.message))"
    }

    /// Columns only within one line: GitHub takes no others.
    private static func place(_ place: FilePlace?) -> [String] {
        guard let place else { return [] }
        let file = "file=" + property(place.path)
        guard let range = place.range else { return [file] }
        let lines = [file, "line=\(range.start.line)", "endLine=\(range.end.line)"]
        guard range.start.line == range.end.line else { return lines }
        return lines + ["col=\(range.start.column)", "endColumn=\(range.end.column)"]
    }

    /// Foreign text commands nothing, also where it stands at the start of a command's text.
    private static func data(_ text: String) -> String {
        text.printable.safeLines.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing(
            "\n",
            with: "%0A"
        )
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}

extension ReportedFinding.Level {
    fileprivate var command: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .notice: "notice"
        }
    }
}
