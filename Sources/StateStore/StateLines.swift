/// Finds the lines of a state's text, one after another.
struct StateLines {
    struct Line {
        /// Counted from 1.
        let number: Int
        /// Without the line break, and in the first line without the byte order mark.
        let content: Range<Int>
        /// Behind the line break, if there is one.
        let end: Int
        let hasBreak: Bool
        let isBlank: Bool
        /// The first byte that is a control character and no white space.
        let control: UInt8?

        /// Whether a merge left it between two versions.
        func isMergeMarker(in text: [UInt8]) -> Bool {
            guard let first = content.first, "<=>|".utf8.contains(text[first]) else { return false }
            return content.count >= 7 && text[content].prefix(7).allSatisfy { $0 == text[first] }
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let text: [UInt8]
    private var position: Int
    private var number = 0

    init(_ text: [UInt8]) {
        self.text = text
        position = text.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    }

    /// `nil` at the end.
    mutating func next() -> Line? {
        guard position < text.count else { return nil }
        let start = position
        var (isBlank, control): (Bool, UInt8?) = (true, nil)
        while position < text.count, text[position] != StateFormat.newline {
            let byte = text[position]
            if byte > 0x20 {
                isBlank = false
            } else if byte < 0x20, byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
                (isBlank, control) = (false, control ?? byte)
            }
            position += 1
        }
        let content = start..<position
        let hasBreak = position < text.count
        position += hasBreak ? 1 : 0
        number += 1
        return Line(
            number: number,
            content: content,
            end: position,
            hasBreak: hasBreak,
            isBlank: isBlank,
            control: control
        )
    }
}
