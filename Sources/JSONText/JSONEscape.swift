extension [UInt8] {
    /// Appends a text as a JSON string: in quotes, with quotes, backslashes and control characters escaped. A slash and
    /// whatever lies beyond ASCII stand as they are.
    package mutating func appendJSONString(_ text: String) {
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
            case 0x08: self += "\\b".utf8
            case 0x0C: self += "\\f".utf8
            case 0x0A: self += "\\n".utf8
            case 0x0D: self += "\\r".utf8
            case 0x09: self += "\\t".utf8
            case ..<0x20: self += ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}

extension String {
    /// The text that a JSON string means whose bytes between the quotes are given. Half a surrogate pair becomes U+FFFD.
    ///
    /// - Throws: when an escape is not one of JSON's, or the bytes are not UTF-8.
    init(resolvingEscapesOf content: ArraySlice<UInt8>) throws(JSONProblem) {
        var units: [UInt8] = []
        units.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\") {
                units.append(contentsOf: String(try rest.popEscape()).utf8)
            } else {
                units.append(byte)
            }
        }
        guard let text = String(validating: units, as: UTF8.self) else { throw .notJSON }
        self = text
    }
}

extension ArraySlice<UInt8> {
    /// Takes what follows the backslash of an escape.
    fileprivate mutating func popEscape() throws(JSONProblem) -> Unicode.Scalar {
        switch popFirst() {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): try popCodePoint()
        default: throw .notJSON
        }
    }

    private mutating func popCodePoint() throws(JSONProblem) -> Unicode.Scalar {
        let unit = try popFourDigits()
        guard UTF16.isLeadSurrogate(unit), starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            return Unicode.Scalar(unit) ?? "\u{FFFD}"
        }
        var afterwards = dropFirst(2)
        let second = try afterwards.popFourDigits()
        guard UTF16.isTrailSurrogate(second) else { return "\u{FFFD}" }
        self = afterwards
        return UTF16.decode(UTF16.EncodedScalar([unit, second]))
    }

    private mutating func popFourDigits() throws(JSONProblem) -> UInt16 {
        let digits = prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .notJSON }
        self = dropFirst(4)
        return unit
    }
}
