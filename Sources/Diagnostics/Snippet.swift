package import LocatedYAML

/// A source line and the caret line below it, as a terminal shows them: tabs are spaces, characters that would act on
/// the terminal, hide, or be a command to whatever reads the log show by their code, and a long line is cut around the
/// caret.
struct Snippet: Equatable {
    let text: TerminalText
    let marker: TerminalText

    private static let widest = 100
    private static let leadingContext = 30

    /// `lines` are those of the text that `range` lies in.
    init(of lines: SourceLines, marking range: SourceRange) {
        let start = max(Int(range.start.column) - 1, 0)
        let end = range.end.line == range.start.line ? Int(range.end.column) - 1 : .max
        // What is further away than a window's width cannot be shown.
        let skipped = max(start - Self.widest, 0)
        let near = lines.text(ofLine: range.start.line, skipping: skipped, atMost: 3 * Self.widest)
        self.init(
            cells: Cell.cells(of: Array(near.unicodeScalars), beginsLine: skipped == 0),
            marked: start - skipped,
            upTo: end - skipped,
            isCut: skipped > 0
        )
    }

    private init(cells: [Cell], marked start: Int, upTo end: Int, isCut: Bool) {
        let start = min(start, cells.count)
        let end = min(max(end, start), cells.count)
        let first = Self.firstShown(cells, marked: start, upTo: end, isCut: isCut)
        let last = Self.lastShown(cells, from: first)
        let isCutBefore = isCut || first > 0
        let before = cells[first..<start].width + (isCutBefore ? 1 : 0)
        let marked = cells[start..<min(max(end, start), max(last, start))].width
        text =
            (isCutBefore ? "…" : "") + TerminalText(cells: cells[first..<last])
            + (last < cells.count ? "…" : "")
        marker =
            TerminalText(repeating: " ", count: before) + "^"
            + TerminalText(repeating: "~", count: max(marked - 1, 0))
    }

    private static func firstShown(_ cells: [Cell], marked start: Int, upTo end: Int, isCut: Bool) -> Int {
        guard isCut || cells.width > widest, cells[..<end].width > widest else { return 0 }
        return max(start - leadingContext, 0)
    }

    private static func lastShown(_ cells: [Cell], from first: Int) -> Int {
        var room = widest
        var last = first
        while last < cells.count, cells[last].width <= room {
            room -= cells[last].width
            last += 1
        }
        return last
    }
}

/// The texts that diagnostics point into: a `SourceRange.file` is an index into it.
package struct SourceList: Sendable {
    /// In the order in which they were added, which ranges count by.
    package private(set) var files: [SourceFile]

    package init(_ files: [SourceFile] = []) {
        self.files = files
    }

    /// Adds a text and returns the index that ranges within it have to carry.
    package mutating func add(_ file: SourceFile) -> Int32 {
        files.append(file)
        return Int32(clamping: files.count - 1)
    }

    package subscript(file: Int32) -> SourceFile? {
        files.indices.contains(Int(file)) ? files[Int(file)] : nil
    }

    package var names: [String] { files.map(\.name) }

    /// The same texts under other names; one for which there is none keeps its own.
    package func named(_ names: [String]) -> SourceList {
        let named = zip(names, files).map { SourceFile(name: $0, bytes: $1.bytes) }
        return SourceList(named + files.dropFirst(named.count))
    }

    /// The name of the text that a range lies in; `-` for a range of no text in the list.
    package func name(of range: SourceRange) -> String { self[range.file]?.name ?? "-" }
}
