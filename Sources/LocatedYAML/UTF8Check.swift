extension UnsafeBufferPointer<UInt8> {
    /// The offset of the first byte that begins no well-formed character of UTF-8; nil where all do, so that libyaml and
    /// `String` read the text alike.
    var firstByteNotUTF8: Int? {
        var index = 0
        while index < count {
            if isASCII(atWord: index) {
                index += 8
                continue
            }
            guard let length = lengthOfCharacter(at: index) else { return index }
            index += length
        }
        return nil
    }

    /// Whether eight bytes from `index` on are ASCII; not where fewer are left.
    func isASCII(atWord index: Int) -> Bool {
        guard index + 8 <= count else { return false }
        let word = UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: index, as: UInt64.self)
        return word & 0x8080_8080_8080_8080 == 0
    }

    /// The well-formed byte sequences of the Unicode Standard (table 3-7): neither overlong forms, nor
    /// surrogates, nor anything above U+10FFFF.
    private func lengthOfCharacter(at index: Int) -> Int? {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch self[index] {
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
        guard index + length <= count, second.contains(self[index + 1]) else { return nil }
        return self[(index + 2)..<(index + length)].allSatisfy { $0 & 0xC0 == 0x80 } ? length : nil
    }
}
