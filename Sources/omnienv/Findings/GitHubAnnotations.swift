import Diagnostics
import FoundationEssentials
import LocatedYAML

extension [ReportedFinding] {
    private static let most = 10

    /// Findings as GitHub's workflow commands, which put them beside the lines of a file; every line ends with a line break.
    /// GitHub shows ten of a level in a step, so that no more are written, the worst first, and one line says how many are
    /// not shown.
    var annotations: String {
        var room: [ReportedFinding.Level: Int] = [:]
        let shown = byLevel.map(\.finding).filter { finding in
            room[finding.level, default: Self.most] -= 1
            return room[finding.level, default: 0] >= 0
        }
        let more = count - shown.count
        let rest =
            more == 0 ? [] : ["\(more) more, not annotated: GitHub shows \(Self.most) of a level in a step"]
        return (shown.map(\.annotation) + rest).map { $0 + "\n" }.joined()
    }
}

extension ReportedFinding {
    fileprivate var annotation: String {
        let properties = (place?.properties ?? []) + ["title=" + rule.asProperty]
        return "::\(level.command) \(properties.joined(separator: ","))::\(message.asData)"
    }
}

extension FilePlace {
    /// Columns only within one line: GitHub takes no others.
    fileprivate var properties: [String] {
        let file = "file=" + path.asProperty
        guard let range else { return [file] }
        let lines = [file, "line=\(range.start.line)", "endLine=\(range.end.line)"]
        guard range.start.line == range.end.line else { return lines }
        return lines + ["col=\(range.start.column)", "endColumn=\(range.end.column)"]
    }
}

extension String {
    /// Foreign text commands nothing, also where it stands at the start of a command's text.
    fileprivate var asData: String {
        printable.safeLines.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing(
            "\n",
            with: "%0A"
        )
    }

    fileprivate var asProperty: String { asData.replacing(":", with: "%3A").replacing(",", with: "%2C") }
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
