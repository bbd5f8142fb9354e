/// JSON writes a character beyond U+FFFF as a pair of escapes, such as `\ud83d\ude00`, which libyaml refuses. It reads a
/// text in which each of such a pair has become the escape of a private character instead, of the same length, so that
/// every place stays what it was; in the scalars that come out, the pair becomes the one character that is meant, and
/// what was no escape, since it stood in no double quotes, becomes what it was.
enum SurrogatePairs {
    private static let high: ClosedRange<UInt32> = 0xD800...0xDBFF
    private static let low: ClosedRange<UInt32> = 0xDC00...0xDFFF
    /// From a surrogate to the private character in its place: the escape's first digit is one more.
    private static let shift: UInt32 = 0x1000

    /// The text that libyaml reads, or nothing where there is no pair, or where private characters could be taken for one.
    static func hidden(in bytes: [UInt8]) -> [UInt8]? {
        var hidden = bytes
        var index = 0
        var found = false
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                if isPrivate(at: index, in: bytes) { return nil }
                index += 1
                continue
            }
            let code = escape(at: index, in: bytes)
            if let code, high.contains(code), let next = escape(at: index + 6, in: bytes), low.contains(next)
            {
                hidden[index + 2] += 1
                hidden[index + 8] += 1
                found = true
                index += 12
            } else if [code, escape(at: index + 1, in: bytes)].contains(where: { $0.map(isPrivate) ?? false })
            {
                return nil
            } else {
                index += 2
            }
        }
        return found ? hidden : nil
    }

    /// A scalar's text as it was meant. `isEscaped` tells whether it stood in double quotes.
    static func restored(_ text: String, isEscaped: Bool) -> String {
        isEscaped ? joined(text) : literal(text)
    }

    private static func joined(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isPrivate($0.value) }) else { return text }
        let units = text.utf16.map { isPrivate(UInt32($0)) ? $0 - UInt16(shift) : $0 }
        return String(decoding: units, as: UTF16.self)
    }

    private static func literal(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for index in bytes.indices where escape(at: index, in: bytes).map(isPrivate) ?? false {
            bytes[index + 2] -= 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPrivate(_ code: UInt32) -> Bool { 0xE800...0xEFFF ~= code }

    /// Whether a character from U+E800 to U+EFFF is written here as it is.
    private static func isPrivate(at index: Int, in bytes: [UInt8]) -> Bool {
        bytes[index] == 0xEE && index + 1 < bytes.count && bytes[index + 1] >= 0xA0
    }

    /// The code of `\uXXXX`, where that is what begins at `index`.
    private static func escape(at index: Int, in bytes: [UInt8]) -> UInt32? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        return bytes[(index + 2)..<(index + 6)].reduce(UInt32?.some(0)) { code, byte in
            code.flatMap { code in
                Character(Unicode.Scalar(byte)).hexDigitValue.map { code << 4 | UInt32($0) }
            }
        }
    }
}
