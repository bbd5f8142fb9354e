/// How much of a line a text takes, as a terminal shows it: colours take nothing, wide characters two columns.
extension TerminalText {
    /// In columns of a terminal; a text of several lines has the sum of theirs.
    package var width: Int {
        var (width, isColor) = (0, false)
        for scalar in escaped.unicodeScalars {
            isColor = isColor || scalar == "\u{1B}"
            width += isColor ? 0 : scalar.columns
            isColor = isColor && scalar != "m" && scalar != "K"
        }
        return width
    }

    /// With lines of at most so many columns, broken between words: what follows is indented below its line. A word that
    /// is longer by itself, such as an id, stays whole, so that it can be copied.
    package func wrapped(to width: Int) -> TerminalText {
        lines.map { $0.width <= width ? $0 : $0.broken(to: width) }.joined(separator: "\n")
    }

    private func broken(to width: Int) -> TerminalText {
        let words = words
        let indent = (words.first?.gap ?? 0) + 4
        let margin = TerminalText(repeating: " ", count: indent < width / 2 ? indent : 0)
        var (text, column) = (TerminalText(), 0)
        for (index, word) in words.enumerated() {
            if index > 0, column + word.gap + word.text.width > width, column > margin.width {
                text += "\n" + margin + word.text
                column = margin.width + word.text.width
            } else {
                text += TerminalText(repeating: " ", count: word.gap) + word.text
                column += word.gap + word.text.width
            }
        }
        return text
    }

    /// With spaces behind it, up to so many columns; a wider text stays as it is.
    package func padded(to width: Int) -> TerminalText {
        self + TerminalText(repeating: " ", count: max(0, width - self.width))
    }

    /// At most so many columns wide; what is cut off is shown by `…`.
    package func shortened(to width: Int) -> TerminalText {
        self.width > width ? prefix(columns: width - 1) + "…" : self
    }
}
