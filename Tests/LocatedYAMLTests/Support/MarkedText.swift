import LocatedYAML

/// A text written with markers such as `«a»` in it. The markers are taken out, and each gives the place of
/// the character that it stood before. Places are counted here, apart from the code under test.
struct MarkedText {
    let text: String
    private let places: [String: SourcePosition]

    init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var places: [String: SourcePosition] = [:]
        var rest = Substring(marked).unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "«", let end = rest.firstIndex(of: "»") else {
                text.append(scalar)
                continue
            }
            places[String(rest[..<end])] = Self.end(of: text)
            rest = rest[rest.index(after: end)...]
        }
        self.text = String(text)
        self.places = places
    }

    /// The place of a marker; a marker that the text does not have gives no place of any text.
    subscript(marker: String) -> SourcePosition {
        places[marker] ?? SourcePosition(line: -1, column: -1)
    }

    func has(_ marker: String) -> Bool { places[marker] != nil }

    func range(_ start: String, _ end: String) -> SourceRange {
        SourceRange(file: TestText.file, start: self[start], end: self[end])
    }

    private static func end(of text: String.UnicodeScalarView) -> SourcePosition {
        var (line, column): (Int32, Int32) = (1, 1)
        var previous: Unicode.Scalar?
        for scalar in text {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": (line, column) = (line + 1, 1)
            default: column += 1
            }
        }
        return SourcePosition(line: line, column: column)
    }
}
