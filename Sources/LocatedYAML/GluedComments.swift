/// Comments that begin as part of a text would, such as that of `Snowflake #2`: without a space behind the sign they look
/// as if they belonged to what stands before them.
package struct GluedComments: Sendable {
    /// As many as a hostile text may cost memory for.
    private static let most = 10_000

    private var words: [SourcePosition: String] = [:]

    /// Reads a text once, byte by byte.
    package init(in source: SourceFile) {
        source.bytes.withUnsafeBufferPointer { find(in: $0) }
    }

    /// The first word of such a comment that follows, after spaces, what ends at a place.
    package func word(behind end: SourcePosition) -> String? {
        words.isEmpty ? nil : words[end]
    }

    private mutating func find(in bytes: UnsafeBufferPointer<UInt8>) {
        var line: Int32 = 1
        var start = 0
        // Each byte is counted once, however many signs a line has.
        var counted = (index: 0, column: 1)
        for (index, byte) in bytes.enumerated() where byte <= UInt8(ascii: "#") {
            switch byte {
            case 0x0D where index + 1 < bytes.count && bytes[index + 1] == 0x0A: continue
            case 0x0A, 0x0D:
                line += 1
                start = index + 1
                counted = (start, 1)
            case UInt8(ascii: "#") where words.count < Self.most:
                guard let (end, word) = Self.comment(at: index, from: start, in: bytes) else { continue }
                counted.column += bytes[counted.index..<end].count { $0 & 0xC0 != 0x80 }
                counted.index = end
                words[SourcePosition(line: line, column: Int32(clamping: counted.column))] = word
            default: continue
            }
        }
    }

    /// Where the text before a sign ends, and the sign's word; nothing where there is no text in its line, or where a space
    /// stands on the sign's other side only.
    private static func comment(at sign: Int, from start: Int, in bytes: UnsafeBufferPointer<UInt8>)
        -> (end: Int, word: String)?
    {
        let text = bytes[start..<sign].lastIndex { $0 != 0x20 && $0 != 0x09 }
        let word = bytes[sign...].prefix(40).prefix { $0 > 0x20 }
        guard let text, text + 1 < sign, let second = word.dropFirst().first, second != UInt8(ascii: "#"),
            second != UInt8(ascii: "!")
        else { return nil }
        return (text + 1, String(decoding: word, as: UTF8.self))
    }
}
