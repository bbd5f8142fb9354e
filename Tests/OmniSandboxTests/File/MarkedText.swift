import Testing

/// A text in which `«` marks a place: the text without the marks, and the line and column of each.
struct MarkedText {
    private(set) var text = ""
    private(set) var places: [String] = []

    init(_ marked: String) {
        var line = 1
        var column = 1
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«":
                places.append("\(line):\(column)")
                continue
            case "\n": (line, column) = (line + 1, 1)
            default: column += 1
            }
            text.unicodeScalars.append(scalar)
        }
    }
}
