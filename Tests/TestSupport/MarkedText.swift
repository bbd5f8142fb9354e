package import LocatedYAML

/// A text written with markers such as `«a»` in it. The markers are taken out, and each gives the place of
/// the character that it stood before. Places are counted here, apart from the code under test.
package struct MarkedText {
    package let text: String
    /// The markers in the order of the text.
    package let marks: [(name: String, place: SourcePosition)]

    package init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var marks: [(String, SourcePosition)] = []
        var rest = Substring(marked).unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "«", let end = rest.firstIndex(of: "»") else {
                text.append(scalar)
                continue
            }
            marks.append((String(rest[..<end]), Self.end(of: text)))
            rest = rest[rest.index(after: end)...]
        }
        self.text = String(text)
        self.marks = marks
    }

    /// The place of a marker; a marker that the text does not have gives no place of any text.
    package subscript(marker: String) -> SourcePosition {
        marks.last { $0.name == marker }?.place ?? SourcePosition(line: -1, column: -1)
    }

    package func has(_ marker: String) -> Bool { marks.contains { $0.name == marker } }

    /// The marker at a place, or the place in digits.
    package func name(of place: SourcePosition) -> String {
        marks.last { $0.place == place }?.name ?? "\(place.line):\(place.column)"
    }

    package func range(_ start: String, _ end: String, file: Int32) -> SourceRange {
        SourceRange(file: file, start: self[start], end: self[end])
    }

    private static func end(of text: String.UnicodeScalarView) -> SourcePosition {
        var (line, column): (Int32, Int32) = (1, 1)
        var previous: Unicode.Scalar?
        for scalar in text {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r": (line, column) = (line + 1, 1)
            default: column += 1
            }
        }
        return SourcePosition(line: line, column: column)
    }
}
