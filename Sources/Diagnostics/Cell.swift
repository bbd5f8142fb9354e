import LocatedYAML

/// What one character of a source line takes of a terminal's line.
struct Cell {
    let text: String
    let width: Int

    private static let tabStop = 4

    static func cells(of scalars: some Sequence<Unicode.Scalar>) -> [Cell] {
        var column = 0
        return scalars.map { scalar in
            let cell = Cell(scalar, at: column)
            column += cell.width
            return cell
        }
    }

    private init(_ scalar: Unicode.Scalar, at column: Int) {
        switch (scalar, scalar.properties.generalCategory) {
        case ("\t", _):
            width = Self.tabStop - column % Self.tabStop
            text = String(repeating: " ", count: width)
        case (_, .control), (_, .format), (_, .lineSeparator), (_, .paragraphSeparator):
            width = 1
            text = "\u{FFFD}"
        case (_, .nonspacingMark), (_, .enclosingMark):
            width = 0
            text = String(scalar)
        default:
            width = scalar.isWide ? 2 : 1
            text = String(scalar)
        }
    }
}

extension Collection<Cell> {
    var width: Int { reduce(0) { $0 + $1.width } }
    var text: String { map(\.text).joined() }
}

extension Unicode.Scalar {
    /// Emoji and the East Asian blocks that terminals draw two columns wide (Unicode, EastAsianWidth.txt,
    /// by blocks).
    fileprivate var isWide: Bool {
        if isASCII { return false }
        if properties.isEmojiPresentation { return true }
        return switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
