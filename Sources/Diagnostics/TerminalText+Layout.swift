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

    /// With spaces behind it, up to so many columns; a wider text stays as it is.
    package func padded(to width: Int) -> TerminalText {
        self + TerminalText(repeating: " ", count: max(0, width - self.width))
    }

    /// At most so many columns wide; what is cut off is shown by `…`.
    package func shortened(to width: Int) -> TerminalText {
        self.width > width ? prefix(columns: width - 1) + "…" : self
    }
}
