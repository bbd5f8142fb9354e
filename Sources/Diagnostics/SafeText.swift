import LocatedYAML

/// Makes a whole text fit to leave the program, whatever from elsewhere it repeats: hidden characters are shown by their
/// code, and nothing in it is a command to the system that runs a pipeline and reads its log.
package enum SafeText {
    /// Lines for a person. Colours, and what draws a line of progress anew, stay.
    package static func text(_ text: String) -> String { rewritten(text, \.code) }

    /// A text in JSON, where the escapes give a reader the true characters back.
    package static func json(_ text: String) -> String { rewritten(text, \.jsonEscape) }

    private static func rewritten(_ text: String, _ code: (Unicode.Scalar) -> String) -> String {
        var text = text
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
