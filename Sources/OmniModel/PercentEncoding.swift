extension StringProtocol {
    /// The text as one segment of a URL's path: every byte of its UTF-8 that is not an ASCII letter, a digit, `-` or `_`
    /// is written as `%XX`. Dots and slashes are too, so that no text can name another resource.
    package var percentEncoded: String {
        var segment = ""
        for byte in utf8 {
            if byte.isPlain {
                segment.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                segment += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return segment
    }

    /// The text with each `%XX` resolved; a percent sign that begins no such escape stands for itself, and bytes that are
    /// not UTF-8 become U+FFFD.
    package var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.count == 2, let escaped = UInt8(digits, radix: 16) {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isPlain: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
