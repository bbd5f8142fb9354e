import Diagnostics
import OmniModel

/// A comment on a pull request: a heading and sections in the order of their weight, as many of their rows as fit. It is
/// shortened here, row by row, and never in the middle of a text. Titles and headings are words of this program alone;
/// foreign text stands in code.
struct MarkdownComment {
    /// A value whose routing a row tells of.
    struct Subject {
        let base: String
        let value: AttributeValue
    }

    struct Row {
        let text: TerminalText
        /// The values that nobody may miss; none of a row that can be left out without a word in the heading.
        var subjects: [Subject] = []
    }

    struct Section {
        let title: TerminalText
        /// The titles of a table's columns; without them the rows are the lines of a block.
        var columns: [TerminalText] = []
        var language: TerminalText = "text"
        /// Whether a reader has to open it.
        var isFolded = false
        let rows: [Row]
    }

    /// GitHub takes 65,536 characters, and a bot may want to add a line or two.
    static let standardLimit = 60_000

    /// Room for what says that something is left out.
    private static let reserve = 1_000

    /// By which a bot knows its own comment.
    let marker: TerminalText
    let heading: TerminalText
    let lead: [TerminalText]
    let sections: [Section]
    var tail: [TerminalText] = []

    /// The comment with as many rows as there is room for, and the values whose rows are left out.
    ///
    /// - Parameter limit: how many bytes the comment may have.
    func layout(within limit: Int) -> (text: TerminalText, leftOut: [Subject]) {
        let fixed = ([marker, heading] + lead + tail).reduce(0) { $0 + $1.bytes + 2 }
        var room = limit - fixed - Self.reserve
        var parts: [TerminalText] = []
        var leftOut: [Subject] = []
        var missing: [TerminalText] = []
        for section in sections where !section.rows.isEmpty {
            let count = section.rowsFitting(room)
            leftOut += section.rows.dropFirst(count).flatMap(\.subjects)
            guard count > 0 else {
                missing.append(section.title)
                continue
            }
            let part = section.text(showing: count)
            room -= part.bytes + 2
            parts.append(part)
        }
        let rest: [TerminalText] =
            missing.isEmpty ? [] : ["Not shown, since it is too long: \(missing.joined(separator: "; "))."]
        let paragraphs = [titled(leftOut.count)] + lead + parts + rest + tail
        return (paragraphs.paragraphs, leftOut)
    }

    private func titled(_ leftOut: Int) -> TerminalText {
        let warning: TerminalText =
            leftOut == 0 ? "" : " (\(leftOut.of("value")) that change\(leftOut == 1 ? "s" : "") not shown)"
        return "\(marker)\n### \(heading)\(warning)"
    }
}

extension MarkdownComment.Section {
    /// How many rows there is room for, with what stands around them.
    fileprivate func rowsFitting(_ room: Int) -> Int {
        var left = room - frame("").bytes - 60
        var count = 0
        for row in rows {
            left -= row.text.bytes + 1
            guard left >= 0 else { break }
            count += 1
        }
        return count
    }

    fileprivate func text(showing count: Int) -> TerminalText {
        let more = rows.count - count
        let shown = rows.prefix(count).map(\.text)
        guard columns.isEmpty else {
            let last: [TerminalText] =
                more == 0
                ? [] : ["| … and \(more) more |" + TerminalText(repeating: " |", count: columns.count - 1)]
            return frame((shown + last).joined(separator: "\n"))
        }
        return frame((shown + (more == 0 ? [] : ["… and \(more) more"])).joined(separator: "\n"))
    }

    private func frame(_ body: TerminalText) -> TerminalText {
        let content = columns.isEmpty ? body.codeBlock(language) : "\(tableHead)\n\(body)"
        guard isFolded else { return "**\(title)**\n\n\(content)" }
        return "<details><summary>\(title)</summary>\n\n\(content)\n\n</details>"
    }

    private var tableHead: TerminalText {
        "| \(columns.joined(separator: " | ")) |\n|\(TerminalText(repeating: " --- |", count: columns.count))"
    }
}

extension TerminalText.StringInterpolation {
    /// Foreign text in Markdown, where it is shown as it is and means nothing: a code span, whose fence is longer than any run
    /// of backticks in it.
    mutating func appendInterpolation(code foreign: String, inTable: Bool = true) {
        let text = TerminalText(inTable ? foreign.replacing("|", with: "\\|") : foreign)
        let fence = TerminalText(repeating: "`", count: text.longestBackticks + 1)
        let isBare = !foreign.hasPrefix("`") && !foreign.hasSuffix("`") && !foreign.hasPrefix(" ")
        let span: TerminalText = isBare ? "\(fence)\(text)\(fence)" : "\(fence) \(text) \(fence)"
        appendInterpolation(span)
    }

    /// A code span for each text, for a cell of a table.
    mutating func appendInterpolation(codes foreign: some Sequence<String>) {
        appendInterpolation(foreign.map { "\(code: $0)" as TerminalText }.joined(separator: ", "))
    }
}

extension TerminalText {
    /// A block of Markdown that shows the text as it is, whatever it holds.
    func codeBlock(_ language: TerminalText = "text") -> TerminalText {
        let fence = TerminalText(repeating: "`", count: max(3, longestBackticks + 1))
        let end: TerminalText = isEmpty || escaped.hasSuffix("\n") ? "" : "\n"
        return "\(fence)\(language)\n\(self)\(end)\(fence)"
    }

    fileprivate var bytes: Int { escaped.utf8.count }

    fileprivate var longestBackticks: Int {
        escaped.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    }
}
