import Diagnostics
import OmniModel

/// What every text is made of: lists, blocks, plurals, times and tables.
extension Sequence<TerminalText> {
    /// Up to six of them with commas between, then how many more.
    var listed: TerminalText { listed(atMost: 6) }

    func listed(atMost limit: Int) -> TerminalText {
        let all = Array(self)
        guard !all.isEmpty else { return "no values" }
        let shown = all.prefix(limit).joined(separator: ", ")
        return all.count > limit ? "\(shown) and \(all.count - limit) more" : shown
    }

    /// A title and the lines below it, indented; `nil` when there are none.
    func block(_ title: TerminalText, indented indent: TerminalText = "") -> TerminalText? {
        let lines = map { "\(indent)  \($0)" as TerminalText }
        return lines.isEmpty ? nil : ([indent + title] + lines).joined(separator: "\n")
    }

    /// Parts of a text with an empty line between, and a line break at the end.
    var paragraphs: TerminalText { joined(separator: "\n\n") + "\n" }
}

extension Sequence<String> {
    var listed: TerminalText { inRow.listed }

    func listed(atMost limit: Int) -> TerminalText { inRow.listed(atMost: limit) }

    private var inRow: [TerminalText] { map { "\(inRow: $0)" } }

    /// Each in quotes, with commas between.
    var quotedList: TerminalText { map { "\(quoted: $0)" as TerminalText }.joined(separator: ", ") }
}

extension [AttributeValue] {
    var listed: TerminalText { texts.listed }

    func listed(atMost limit: Int) -> TerminalText { texts.listed(atMost: limit) }

    var quotedList: TerminalText { texts.quotedList }
}

extension ConnectionID {
    /// With the name that Omni has for it, where that is known: `c0f12353-… (Snowflake EU)`.
    func named(_ names: [ConnectionID: String]) -> TerminalText {
        names[self].map { "\(self) (\($0))" } ?? "\(self)"
    }
}

extension Sequence<Address> {
    var quotedList: TerminalText { map(\.description).quotedList }
}

extension Int {
    /// Such as `1 request` or `3 requests`.
    func of(_ noun: TerminalText) -> TerminalText { "\(self) \(noun)\(self == 1 ? "" : "s" as TerminalText)" }
}

extension Duration {
    /// Such as `45 seconds`, `3 minutes` or `2 hours`.
    var words: TerminalText {
        let seconds = Int(components.seconds)
        switch seconds {
        case ..<2: return "1 second"
        case ..<120: return "\(seconds) seconds"
        case ..<7200: return "\(seconds / 60) minutes"
        default: return "\(seconds / 3600) hours"
        }
    }
}

/// Rows of cells in columns that are as wide as a terminal shows them.
struct TextTable {
    /// What a cell is shortened to, so that one long label does not push the others out of sight; the last column is
    /// never shortened.
    private static let widest = 60

    private let rows: [[TerminalText]]
    private let widths: [Int]

    /// - Parameter head: the titles of the columns; none when the rows explain themselves.
    init(_ head: [TerminalText] = [], rows: [[TerminalText]]) {
        let rows = ((head.isEmpty ? [] : [head]) + rows).map { row in
            row.dropLast().map { $0.shortened(to: Self.widest) } + row.suffix(1)
        }
        self.rows = rows
        widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].width : 0 }.max() ?? 0
        }
    }

    /// Without line breaks.
    var lines: [TerminalText] {
        rows.map { row in
            let padded = zip(row, widths).map { $0.padded(to: $1) }
            return (padded.dropLast() + row.suffix(1)).joined(separator: "  ")
        }
    }
}
