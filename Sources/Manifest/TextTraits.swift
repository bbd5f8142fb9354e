import LocatedYAML

/// What one pass over a text's bytes tells, so that plain ASCII, which nearly every text is, needs no second.
struct TextTraits: OptionSet {
    let rawValue: UInt8

    static let upperCase = TextTraits(rawValue: 1)
    static let beyondASCII = TextTraits(rawValue: 2)
    static let comma = TextTraits(rawValue: 4)
    static let space = TextTraits(rawValue: 8)
    static let control = TextTraits(rawValue: 16)

    /// Traits of a value that may be an error.
    static let suspicious: TextTraits = [.beyondASCII, .comma, .space, .control]
    /// Without one of these a text looks like no other text.
    static let variable: TextTraits = [.upperCase, .beyondASCII]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(of text: String) {
        var text = text
        let bits = text.withUTF8 { bytes in
            bytes.reduce(into: UInt8(0)) { bits, byte in bits |= Self.trait(of: byte).rawValue }
        }
        self.init(rawValue: bits)
    }

    private static func trait(of byte: UInt8) -> TextTraits {
        switch byte {
        case 0x61...0x7A, 0x2D...0x39: []
        case 0x00...0x1F, 0x7F: .control
        case 0x20: .space
        case 0x2C: .comma
        case 0x41...0x5A: .upperCase
        case 0x80...0xFF: .beyondASCII
        default: []
        }
    }
}

extension String {
    package var hasEdgeSpace: Bool {
        let edges = [unicodeScalars.first, unicodeScalars.last]
        return edges.contains { $0?.properties.isWhitespace ?? false }
    }

    var firstControl: Unicode.Scalar? {
        unicodeScalars.first { $0.properties.generalCategory == .control }
    }

    /// Joiners and variation selectors do not count: scripts and emoji are written with them.
    var firstInvisible: Unicode.Scalar? {
        unicodeScalars.first { scalar in
            switch scalar.value {
            case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: false
            default: scalar.isInvisible
            }
        }
    }
}

extension Unicode.Scalar {
    var isInvisible: Bool {
        !isASCII && (properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format)
    }
}
