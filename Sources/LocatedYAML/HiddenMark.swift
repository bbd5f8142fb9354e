/// A character that nobody sees, and that changes what libyaml makes of a text: the line breaks that YAML 1.1 knows and
/// an editor does not, and a byte order mark that does not begin the text.
enum HiddenMark {
    /// As many as a hostile text may cost memory for.
    private static let most = 10_000

    struct Found {
        let offset: Int
        let code: UInt32
        var length: Int { code == 0x85 ? 2 : 3 }
    }

    /// All of them, or the first ten thousand, of a text that is UTF-8. Eight bytes of ASCII cost one step.
    static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [Found] {
        var found: [Found] = []
        var index = 0
        while index < bytes.count, found.count < most {
            if UTF8Check.isASCII(atWord: index, in: bytes) {
                index += 8
                continue
            }
            let code = code(at: index, in: bytes)
            if let code, index > 0 || code != ByteOrderMark.code {
                found.append(Found(offset: index, code: code))
            }
            index += 1
        }
        return found
    }

    private static func code(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
        func follow(_ second: UInt8, _ third: UInt8) -> Bool {
            index + 2 < bytes.count && bytes[index + 1] == second && bytes[index + 2] == third
        }
        switch bytes[index] {
        case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 0x85 : nil
        case 0xE2: return follow(0x80, 0xA8) ? 0x2028 : follow(0x80, 0xA9) ? 0x2029 : nil
        case 0xEF: return follow(0xBB, 0xBF) ? ByteOrderMark.code : nil
        default: return nil
        }
    }
}

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
