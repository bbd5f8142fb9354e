/// UTF-8's signature: allowed where a text or one of its documents begins, and part of no line there.
enum ByteOrderMark {
    static let code: UInt32 = 0xFEFF
    private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    static func length(in text: [UInt8]) -> Int { length(at: 0, in: text) }

    static func length(at index: Int, in text: [UInt8]) -> Int {
        text[index...].starts(with: bytes) ? bytes.count : 0
    }

    /// Whether a mark inside a text stands directly before or behind the `---` of a document, as it does where texts
    /// with a mark of their own were joined. It looks at a few bytes only.
    static func beginsDocument(at index: Int, in text: [UInt8]) -> Bool {
        guard beginsLine(at: index, in: text) else { return isLine(endingAt: index, in: text) }
        if text[(index + bytes.count)...].starts(with: begin) { return true }
        let isPair = text[..<index].suffix(2).elementsEqual([0x0D, 0x0A])
        return isLine(endingAt: index - (isPair ? 2 : 1), in: text)
    }

    private static let begin: [UInt8] = [0x2D, 0x2D, 0x2D]

    /// Whether a line that ends here is `---`.
    private static func isLine(endingAt end: Int, in text: [UInt8]) -> Bool {
        let start = end - begin.count
        return start >= 0 && text[start..<end].elementsEqual(begin) && beginsLine(at: start, in: text)
    }

    private static func beginsLine(at index: Int, in text: [UInt8]) -> Bool {
        index == 0 || text[index - 1] == 0x0A || text[index - 1] == 0x0D
    }
}
