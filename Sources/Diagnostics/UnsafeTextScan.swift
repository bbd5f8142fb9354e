import LocatedYAML

/// Finds, from a text's start to its end, the characters that must not be shown as they are. It reads each byte once.
struct UnsafeTextScan {
    private static let escape: UInt8 = 0x1B

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Whether nothing but white space stands before the position in its line.
    private var beginsLine = true

    /// `bytes` are UTF-8.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func next() -> (range: Range<Int>, scalar: Unicode.Scalar)? {
        while position < bytes.count {
            let byte = bytes[position]
            let length = lengthOfHarmless(byte)
            guard length == 0 else {
                position += length
                continue
            }
            let (scalar, end) = self.scalar(at: position)
            defer { position = end }
            beginsLine = false
            return (position..<end, scalar)
        }
        return nil
    }

    /// How many bytes from the position on may stay; 0 when its character may not.
    private mutating func lengthOfHarmless(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "\n"):
            beginsLine = true
            return 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"): return 1
        case UInt8(ascii: "#"), UInt8(ascii: ":"):
            guard !PipelineCommand.begins(at: position, of: bytes, beginsLine: beginsLine) else { return 0 }
            beginsLine = false
            return 1
        case UInt8(ascii: "\r"), Self.escape: return lengthOfDrawing(byte)
        case 0x21...0x7E:
            beginsLine = false
            return 1
        case ..<0x80: return 0
        default: return lengthBeyondASCII()
        }
    }

    /// A change of colour, or the carriage return before a line that is drawn anew.
    private func lengthOfDrawing(_ byte: UInt8) -> Int {
        let start = byte == Self.escape ? position : position + 1
        guard start + 1 < bytes.count, bytes[start] == Self.escape, bytes[start + 1] == UInt8(ascii: "[")
        else {
            return 0
        }
        let end = bytes[(start + 2)...].firstIndex { !(0x30...0x39 ~= $0) && $0 != UInt8(ascii: ";") }
        guard let end, bytes[end] == UInt8(ascii: byte == Self.escape ? "m" : "K") else { return 0 }
        return end + 1 - position
    }

    private mutating func lengthBeyondASCII() -> Int {
        let (scalar, end) = self.scalar(at: position)
        guard !scalar.isHidden else { return 0 }
        if beginsLine { beginsLine = scalar.properties.isWhitespace }
        return end - position
    }

    private func scalar(at position: Int) -> (Unicode.Scalar, end: Int) {
        var end = position + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        var decoder = UTF8()
        var rest = bytes[position..<end].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return ("\u{FFFD}", end) }
        return (scalar, end)
    }
}
