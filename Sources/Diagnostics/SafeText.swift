import LocatedYAML

extension String {
    /// Lines for a person, fit to leave the program whatever from elsewhere they repeat (docs/architecture.md, "Text from
    /// elsewhere"): hidden characters are shown by their code, and nothing in them is a command to the system that runs a
    /// pipeline and reads its log. Line breaks, colours, and what draws a line of progress anew stay.
    package var safeLines: String { rewritten(\.code) }

    /// A text in JSON, fit to leave the program like `safeLines`, but with escapes of JSON's, which give a reader the true
    /// characters back.
    package var safeJSON: String { rewritten(\.jsonEscape) }

    private func rewritten(_ code: (Unicode.Scalar) -> String) -> String {
        var text = self
        let output = text.withUTF8 { bytes -> [UInt8]? in
            var scan = UnsafeTextScan(bytes)
            var output: [UInt8] = []
            var copied = 0
            while let found = scan.next() {
                output += bytes[copied..<found.range.lowerBound]
                output += code(found.scalar).utf8
                copied = found.range.upperBound
            }
            return copied == 0 ? nil : output + bytes[copied...]
        }
        return output.map { String(decoding: $0, as: UTF8.self) } ?? text
    }
}

extension Unicode.Scalar {
    /// Such as `\u202e`; of two units beyond the basic plane.
    fileprivate var jsonEscape: String {
        UTF16.encode(self)?.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined() ?? ""
    }
}

extension String {
    /// Fit for one line of a terminal: characters that would act on it, break the line or hide are escaped.
    package var printable: String {
        if utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return self }
        return unicodeScalars.reduce(into: "") { $0 += $1.printable }
    }

    /// Printable, whole, and in double quotes when it holds a space, a comma, an arrow, a parenthesis or a quote.
    var inRow: String {
        let arrows = ["->", "=>", "<-"]
        guard isEmpty || unicodeScalars.contains(where: \.separatesInRow) || arrows.contains(where: contains)
        else {
            return printable
        }
        return "\"" + quotesEscaped.printable + "\""
    }

    private var quotesEscaped: String { replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }

    /// In double quotes, printable, and cut when very long. Quotes within it are escaped, so that it cannot end before its end
    /// and go on as words of the message.
    package var quoted: String {
        let longest = 120
        let start = String(unicodeScalars.prefix(longest))
        return "\"" + start.quotesEscaped.printable + (start.utf8.count < utf8.count ? "…" : "") + "\""
    }
}

extension Unicode.Scalar {
    /// Such as `U+00A0`.
    package var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }

    /// Whether it stands between the texts of a row, or looks as if it did.
    fileprivate var separatesInRow: Bool {
        switch value {
        case 0x20, 0x22, 0x28, 0x29, 0x2C, 0x2190...0x21FF, 0x27F0...0x27FF, 0x2900...0x297F, 0x2B00...0x2B11:
            true
        default: false
        }
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
            guard !bytes.beginsPipelineCommand(at: position, beginsLine: beginsLine) else { return 0 }
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

/// How the commands go on that runners of pipelines take from a log behind two number signs.
private let pipelineCommands = ["[", "vso[", "teamcity["].map { Array($0.utf8) }

extension UnsafeBufferPointer<UInt8> {
    /// Whether the byte at `position` begins what makes a runner of pipelines take a line of its log for a command, so that it
    /// is none once that character is shown by its code: `##[…]` (GitHub, Azure), `##vso[…]` (Azure) and `##teamcity[…]`
    /// wherever they stand, and GitHub's `::…` where the text of a line begins.
    func beginsPipelineCommand(at position: Int, beginsLine: Bool) -> Bool {
        let byte = self[position]
        guard position + 1 < count, self[position + 1] == byte else { return false }
        switch byte {
        case UInt8(ascii: ":"): return beginsLine
        case UInt8(ascii: "#"):
            let rest = self[(position + 2)...]
            return pipelineCommands.contains { name in
                rest.count >= name.count && zip(rest, name).allSatisfy { $0 == $1 || $0 == $1 & ~0x20 }
            }
        default: return false
        }
    }
}
