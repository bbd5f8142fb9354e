/// Finds what is not UTF-8, so that libyaml and `String` only ever see text that both read alike.
enum UTF8Check {
    /// The offset of the first byte that begins no well-formed character.
    static func firstInvalidByte(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            if isASCII(atWord: index, in: bytes) {
                index += 8
                continue
            }
            guard let length = characterLength(at: index, in: bytes) else { return index }
            index += length
        }
        return nil
    }

    /// Whether eight bytes from `index` on are ASCII; not where fewer are left.
    static func isASCII(atWord index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index + 8 <= bytes.count else { return false }
        let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
        return word & 0x8080_8080_8080_8080 == 0
    }

    /// The well-formed byte sequences of the Unicode Standard (table 3-7): neither overlong forms, nor
    /// surrogates, nor anything above U+10FFFF.
    private static func characterLength(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        return bytes[(index + 2)..<(index + length)].allSatisfy { $0 & 0xC0 == 0x80 } ? length : nil
    }
}
