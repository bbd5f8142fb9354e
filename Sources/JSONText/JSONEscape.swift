/// The escapes of JSON strings, both ways.
package enum JSONEscape {
    /// The text between two quotes, its escapes resolved. Half a surrogate pair becomes U+FFFD.
    static func resolve(_ content: ArraySlice<UInt8>) throws(JSONProblem) -> String {
        var units: [UInt8] = []
        units.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\") {
                units.append(contentsOf: try scalar(&rest).utf8Bytes)
            } else {
                units.append(byte)
            }
        }
        guard let text = String(validating: units, as: UTF8.self) else { throw .notJSON }
        return text
    }

    private static func scalar(_ rest: inout ArraySlice<UInt8>) throws(JSONProblem) -> Unicode.Scalar {
        switch rest.popFirst() {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): try codePoint(&rest)
        default: throw .notJSON
        }
    }

    private static func codePoint(_ rest: inout ArraySlice<UInt8>) throws(JSONProblem) -> Unicode.Scalar {
        let unit = try fourDigits(&rest)
        guard UTF16.isLeadSurrogate(unit), rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            return Unicode.Scalar(unit) ?? "\u{FFFD}"
        }
        var afterwards = rest.dropFirst(2)
        let second = try fourDigits(&afterwards)
        guard UTF16.isTrailSurrogate(second) else { return "\u{FFFD}" }
        rest = afterwards
        return UTF16.decode(UTF16.EncodedScalar([unit, second]))
    }

    private static func fourDigits(_ rest: inout ArraySlice<UInt8>) throws(JSONProblem) -> UInt16 {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .notJSON }
        rest = rest.dropFirst(4)
        return unit
    }

    /// The text in quotes. A slash and whatever lies beyond ASCII stand as they are.
    package static func quote(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case ..<0x20: bytes += ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension Unicode.Scalar {
    fileprivate var utf8Bytes: String.UTF8View { String(self).utf8 }
}
