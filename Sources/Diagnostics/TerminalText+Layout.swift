/// How much of a line a text takes, as a terminal shows it: colours take nothing, wide characters two columns.
extension TerminalText {
    package var width: Int {
        var (width, isColor) = (0, false)
        for scalar in escaped.unicodeScalars {
            isColor = isColor || scalar == "\u{1B}"
            width += isColor ? 0 : scalar.columns
            isColor = isColor && scalar != "m" && scalar != "K"
        }
        return width
    }

    package func padded(to width: Int) -> TerminalText {
        self + TerminalText(repeating: " ", count: max(0, width - self.width))
    }

    /// At most so wide; what is cut off is shown by `…`.
    package func shortened(to width: Int) -> TerminalText {
        self.width > width ? prefix(columns: width - 1) + "…" : self
    }
}
