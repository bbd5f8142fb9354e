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
        for (index, byte) in bytes.enumerated() where byte <= 0x23 {
            switch byte {
            case 0x0D where index + 1 < bytes.count && bytes[index + 1] == 0x0A: continue
            case 0x0A, 0x0D:
                line += 1
                start = index + 1
            case UInt8(ascii: "#") where words.count < Self.most:
                add(UnsafeBufferPointer(rebasing: bytes[start...]), at: index - start, line)
            default: continue
            }
        }
    }

    /// `rest` begins with the line that has the sign at `index`.
    private mutating func add(_ rest: UnsafeBufferPointer<UInt8>, at index: Int, _ line: Int32) {
        let text = rest[..<index].lastIndex { $0 != 0x20 && $0 != 0x09 }
        let word = rest[index...].prefix(40).prefix { $0 > 0x20 }
        guard let text, text + 1 < index, let second = word.dropFirst().first,
            second != UInt8(ascii: "#"), second != UInt8(ascii: "!")
        else { return }
        let column = rest[...text].count { $0 & 0xC0 != 0x80 } + 1
        words[SourcePosition(line: line, column: Int32(clamping: column))] = String(
            decoding: word,
            as: UTF8.self
        )
    }
}
