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

    /// A part of such a text: at most as many characters as `count` says, behind the first `skipped` ones.
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
        var start = ByteOrderMark.length(in: bytes)
        var index = start
        while index < bytes.count {
            let length = LineBreak.length(at: index, in: bytes)
            if length > 0 {
                ranges.append(start..<index)
                start = index + length + ByteOrderMark.length(at: index + length, in: bytes)
            }
            index += max(length, 1)
        }
        ranges.append(start..<bytes.count)
        return ranges
    }
}

extension SourceFile {
    /// The text of a line, as `SourceLines` gives it. Whoever needs many lines keeps a `SourceLines`.
    package func line(_ number: Int32) -> String {
        SourceLines(of: self).text(ofLine: number)
    }
}
