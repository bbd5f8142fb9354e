import LocatedYAML

extension String {
    /// Fit for one line of a terminal: characters that would act on it, break the line or hide are escaped.
    package var printable: String {
        if utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return self }
        return unicodeScalars.reduce(into: "") { $0 += $1.printable }
    }

    /// In double quotes, printable, and cut when very long.
    package var quoted: String {
        let longest = 120
        let start = String(unicodeScalars.prefix(longest))
        return "\"" + start.printable + (start.utf8.count < utf8.count ? "…" : "") + "\""
    }
}

extension Unicode.Scalar {
    /// Such as `U+00A0`.
    package var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }

    /// Such as `\u{202E}`, which shows a character that nobody could see.
    var code: String { "\\u{\(String(value, radix: 16, uppercase: true))}" }

    fileprivate var printable: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: isHidden ? code : String(self)
        }
    }

    /// Whether it acts on a terminal, hides, reorders what stands around it, or looks different wherever it is shown.
    package var isHidden: Bool {
        switch value {
        // Most of what is shown needs no look into Unicode's tables.
        case 0x20...0x7E, 0xC0...0x24F, 0x2010...0x2027, 0x2190...0x27FF, 0x2801...0x2BFF: return false
        // A Braille pattern without a dot.
        case 0x2800: return true
        default: break
        }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .spaceSeparator: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }
}
