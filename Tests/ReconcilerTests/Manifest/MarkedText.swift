import LocatedYAML

/// A text with names written into it as `«name»`: the names are taken out, and each marks the character
/// behind it. So tests name places without counting lines.
struct MarkedText {
    let text: String
    private let names: [SourcePosition: String]

    init(_ marked: String) {
        var text = ""
        var names: [SourcePosition: String] = [:]
        var (line, column): (Int32, Int32) = (1, 1)
        var rest = marked.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "«", let end = rest.firstIndex(of: "»") {
                names[SourcePosition(line: line, column: column)] = String(rest[..<end])
                rest = rest[end...].dropFirst()
                continue
            }
            text.unicodeScalars.append(scalar)
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        self.text = text
        self.names = names
    }

    /// The name that marks a place, or the place in digits.
    func name(of position: SourcePosition) -> String {
        names[position] ?? "\(position.line):\(position.column)"
    }
}
