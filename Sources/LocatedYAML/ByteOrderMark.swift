/// UTF-8's signature: allowed where a text or one of its documents begins, and part of no line there.
enum ByteOrderMark {
    static let code: UInt32 = 0xFEFF
    private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    static func length(in text: [UInt8]) -> Int { length(at: 0, in: text) }

    static func length(at index: Int, in text: [UInt8]) -> Int {
        text[index...].starts(with: bytes) ? bytes.count : 0
    }

    /// Whether a mark inside a text stands directly before or behind the `---` of a document, as it does where texts
    /// with a mark of their own were joined.
    static func beginsDocument(at index: Int, in text: [UInt8]) -> Bool {
        let begin: [UInt8] = [0x2D, 0x2D, 0x2D]
        let line = startOfLine(before: index, in: text)
        if line == index {
            return text[(index + bytes.count)...].starts(with: begin) || follows(begin, line, in: text)
        }
        return text[line..<index].elementsEqual(begin)
    }

    /// Whether the line before the one that begins at `line` is `begin`.
    private static func follows(_ begin: [UInt8], _ line: Int, in text: [UInt8]) -> Bool {
        var end = line
        while end > 0, text[end - 1] == 0x0A || text[end - 1] == 0x0D { end -= 1 }
        return text[startOfLine(before: end, in: text)..<end].elementsEqual(begin)
    }

    private static func startOfLine(before index: Int, in text: [UInt8]) -> Int {
        var start = index
        while start > 0, text[start - 1] != 0x0A, text[start - 1] != 0x0D { start -= 1 }
        return start
    }
}
