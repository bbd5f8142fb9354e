import Diagnostics
import OmniModel

/// A comment on a pull request: a heading and sections in the order of their weight, as many of their rows as fit. It is
/// shortened here, row by row, and never in the middle of a text. Titles and headings are words of this program alone;
/// foreign text stands in code.
struct MarkdownComment {
    /// A value whose routing a row tells of.
    struct Subject: Encodable, Sendable, Hashable {
        let base: String
        let value: AttributeValue
    }

    struct Row {
        let text: TerminalText
        /// Those that nobody may miss; none of a row that can be left out without a word in the heading.
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

    struct Layout {
        let text: TerminalText
        let leftOut: [Subject]
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

    /// - Parameter limit: how many bytes it may have.
    func layout(within limit: Int) -> Layout {
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
        return Layout(text: paragraphs.paragraphs, leftOut: leftOut)
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
        let content = columns.isEmpty ? Markdown.block(body, language) : "\(tableHead)\n\(body)"
        guard isFolded else { return "**\(title)**\n\n\(content)" }
        return "<details><summary>\(title)</summary>\n\n\(content)\n\n</details>"
    }

    private var tableHead: TerminalText {
        "| \(columns.joined(separator: " | ")) |\n|\(TerminalText(repeating: " --- |", count: columns.count))"
    }
}

/// Foreign text in Markdown, where it is shown as it is and means nothing.
enum Markdown {
    /// A code span, longer than any run of backticks in it.
    static func code(_ foreign: String, inTable: Bool = true) -> TerminalText {
        let text = TerminalText(inTable ? foreign.replacing("|", with: "\\|") : foreign)
        let fence = TerminalText(repeating: "`", count: text.longestBackticks + 1)
        let isBare = !foreign.hasPrefix("`") && !foreign.hasSuffix("`") && !foreign.hasPrefix(" ")
        return isBare ? "\(fence)\(text)\(fence)" : "\(fence) \(text) \(fence)"
    }

    static func codes(_ foreign: some Sequence<String>) -> TerminalText {
        foreign.map { code($0) }.joined(separator: ", ")
    }

    /// A block that shows a text as it is.
    static func block(_ text: TerminalText, _ language: TerminalText) -> TerminalText {
        let fence = TerminalText(repeating: "`", count: max(3, text.longestBackticks + 1))
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }
}

extension TerminalText {
    fileprivate var bytes: Int { escaped.utf8.count }

    fileprivate var longestBackticks: Int {
        escaped.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    }
}
