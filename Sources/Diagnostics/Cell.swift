import LocatedYAML

/// What one character of a source line takes of a terminal's line.
struct Cell {
    let text: String
    let width: Int

    private static let tabStop = 4

    /// `beginsLine` tells whether the first one is the first of its line.
    static func cells(of scalars: [Unicode.Scalar], beginsLine: Bool) -> [Cell] {
        let indent = scalars.prefix { $0.properties.isWhitespace }.count
        var column = 0
        return scalars.map { $0.isASCII ? UInt8($0.value) : .max }.withUnsafeBufferPointer { bytes in
            scalars.indices.map { index in
                let beginsText = beginsLine && index == indent
                let isCommand = bytes.beginsPipelineCommand(at: index, beginsLine: beginsText)
                let cell = isCommand ? Cell(code: scalars[index]) : Cell(scalars[index], at: column)
                column += cell.width
                return cell
            }
        }
    }

    private init(code scalar: Unicode.Scalar) {
        text = scalar.code
        width = text.utf8.count
    }

    private init(_ scalar: Unicode.Scalar, at column: Int) {
        switch scalar {
        case "\t":
            width = Self.tabStop - column % Self.tabStop
            text = String(repeating: " ", count: width)
        case _ where scalar.isHidden:
            text = scalar.code
            width = text.utf8.count
        default:
            width = scalar.columns
            text = String(scalar)
        }
    }
}

extension Collection<Cell> {
    var width: Int { reduce(0) { $0 + $1.width } }
}

extension Unicode.Scalar {
    /// What it takes of a terminal's line.
    var columns: Int {
        if isASCII { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: return isWide ? 2 : 1
        }
    }

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
