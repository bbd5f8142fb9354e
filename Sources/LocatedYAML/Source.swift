/// One YAML text and the name that diagnostics give it: a path, or `-` for standard input.
package struct SourceFile: Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// A place in a text. Lines and columns count from 1; a column is one Unicode scalar.
package struct SourcePosition: Sendable, Hashable, Comparable {
    package let line: Int32
    package let column: Int32

    package init(line: Int32, column: Int32) {
        self.line = line
        self.column = column
    }

    package static func < (first: Self, second: Self) -> Bool {
        (first.line, first.column) < (second.line, second.column)
    }
}

/// From a first character to just behind the last one. `file` is the index of the text in the list of
/// sources that the caller keeps, so that nodes of several files can stand side by side.
package struct SourceRange: Sendable, Hashable {
    package let file: Int32
    package let start: SourcePosition
    package let end: SourcePosition

    package init(file: Int32, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }
}

extension [UInt8] {
    /// The length in bytes of the line break that begins at `index`, or 0 if none does: LF, CR and CR LF, which end a line for
    /// libyaml and for an editor alike. YAML 1.1 knows three more, which no text that is read may hold (`HiddenMark`).
    fileprivate func lengthOfLineBreak(at index: Int) -> Int {
        switch self[index] {
        case 0x0A: 1
        case 0x0D: index + 1 < count && self[index + 1] == 0x0A ? 2 : 1
        default: 0
        }
    }
}

/// Where each line of a text begins and ends, with the line breaks that positions are counted by.
/// Building it reads the whole text once; after that a line costs only its own length.
package struct SourceLines: Sendable {
    private let bytes: [UInt8]
    private let ranges: [Range<Int>]

    package init(of source: SourceFile) {
        bytes = source.bytes
        ranges = Self.split(bytes)
    }

    /// At least 1: an empty text has one empty line.
    package var count: Int { ranges.count }

    /// The text of a line, counted from 1, without its break and without a byte order mark at its start; bytes that are
    /// not UTF-8 show as U+FFFD. A line that the text does not have is empty.
    package func text(ofLine number: Int32) -> String {
        guard ranges.indices.contains(Int(number) - 1) else { return "" }
        return String(decoding: bytes[ranges[Int(number) - 1]], as: UTF8.self)
    }

    /// A part of a line's text: at most as many characters as `count` says, behind the first `skipped` ones. Its cost is that of
    /// the line, however long the text is.
    package func text(ofLine number: Int32, skipping skipped: Int, atMost count: Int) -> String {
        guard ranges.indices.contains(Int(number) - 1) else { return "" }
        let line = ranges[Int(number) - 1]
        let start = index(ofCharacter: skipped, from: line.lowerBound, to: line.upperBound)
        let end = index(ofCharacter: count, from: start, to: line.upperBound)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Whether a line begins with an ASCII text and then ends or goes on with a space.
    func begins(ofLine number: Int32, with start: String) -> Bool {
        guard ranges.indices.contains(Int(number) - 1) else { return false }
        let line = bytes[ranges[Int(number) - 1]]
        return line.starts(with: start.utf8)
            && (line.count == start.utf8.count || line.dropFirst(start.utf8.count).first == 0x20)
    }

    /// Where so many characters behind `start` another one begins, or else `end`.
    private func index(ofCharacter count: Int, from start: Int, to end: Int) -> Int {
        var left = count
        var index = start
        while index < end {
            if bytes[index] & 0xC0 != 0x80 {
                if left == 0 { return index }
                left -= 1
            }
            index += 1
        }
        return end
    }

    /// Just behind the last character.
    var end: SourcePosition { position(ofByte: bytes.count) }

    /// The place of a byte; everything before it has to be UTF-8.
    func position(ofByte offset: Int) -> SourcePosition {
        let line = ranges.firstIndex { offset <= $0.upperBound } ?? ranges.count - 1
        let start = ranges[line].lowerBound
        let column = bytes[start..<max(offset, start)].count { $0 & 0xC0 != 0x80 }
        return SourcePosition(line: Int32(clamping: line + 1), column: Int32(clamping: column + 1))
    }

    private static func split(_ bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = bytes.lengthOfByteOrderMark()
        var index = start
        while index < bytes.count {
            let length = bytes.lengthOfLineBreak(at: index)
            if length > 0 {
                ranges.append(start..<index)
                start = index + length + bytes.lengthOfByteOrderMark(at: index + length)
            }
            index += max(length, 1)
        }
        ranges.append(start..<bytes.count)
        return ranges
    }
}

extension SourceFile {
    /// The text of a line, counted from 1, as `SourceLines` gives it. It reads the whole file; whoever needs many lines
    /// keeps a `SourceLines`.
    package func line(_ number: Int32) -> String {
        SourceLines(of: self).text(ofLine: number)
    }
}

extension SourceRange {
    /// A place with no extent.
    static func point(_ position: SourcePosition, file: Int32) -> SourceRange {
        SourceRange(file: file, start: position, end: position)
    }

    static func start(of file: Int32) -> SourceRange {
        point(SourcePosition(line: 1, column: 1), file: file)
    }
}
