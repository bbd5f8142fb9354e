package import Diagnostics
import LocatedYAML

/// What is wrong with a value's text: what Omni's documented form cannot carry.
package enum TextFinding: Finding, Hashable {
    /// In bytes.
    static let longest = 1024

    case empty
    case tooLong(String)
    case comma(String)
    case edgeSpace(String)
    case control(String, Unicode.Scalar)

    package var rule: Rule {
        switch self {
        case .empty: .emptyText
        case .tooLong: .textTooLong
        case .comma: .comma
        case .edgeSpace: .edgeSpace
        case .control: .controlCharacter
        }
    }

    package var message: String {
        switch self {
        case .empty: "a value must not be empty; write its text or remove it"
        case .tooLong(let value):
            "value \(value.quoted) has \(value.utf8.count) bytes, and may have \(Self.longest); shorten it"
        case .comma(let value):
            "value \(value.quoted) holds a comma and cannot be sent to Omni; write its parts as separate values"
        case .edgeSpace(let value):
            "value \(value.quoted) begins or ends with white space; remove the space"
        case .control(let value, let scalar):
            "value \(value.quoted) holds the control character \(scalar.codePoint); remove it"
        }
    }
}

extension TextFinding {
    /// All that keeps a text from being a value of an attribute, in a fixed order; none for one that a manifest takes.
    package static func flaws(ofValue text: String) -> [TextFinding] {
        flaws(ofValue: text, TextTraits(of: text))
    }

    static func flaws(ofValue text: String, _ traits: TextTraits) -> [TextFinding] {
        let isTooLong = text.utf8.count > longest
        if traits.isDisjoint(with: .suspicious), !text.isEmpty, !isTooLong { return [] }
        guard !text.isEmpty else { return [.empty] }
        var flaws: [TextFinding] = isTooLong ? [.tooLong(text)] : []
        if traits.contains(.comma) { flaws.append(.comma(text)) }
        if text.hasEdgeSpace { flaws.append(.edgeSpace(text)) }
        if let scalar = text.firstControl { flaws.append(.control(text, scalar)) }
        return flaws
    }
}

/// What one pass over a text's bytes tells, so that plain ASCII, which nearly every text is, needs no second.
struct TextTraits: OptionSet {
    let rawValue: UInt8

    static let upperCase = TextTraits(rawValue: 1)
    static let beyondASCII = TextTraits(rawValue: 2)
    static let comma = TextTraits(rawValue: 4)
    static let space = TextTraits(rawValue: 8)
    static let control = TextTraits(rawValue: 16)
    /// One that a placeholder begins with, or a star.
    static let sign = TextTraits(rawValue: 32)

    /// Traits of a value that may be an error.
    static let suspicious: TextTraits = [.beyondASCII, .comma, .space, .control]
    /// Traits of a text that may be something else than it looks.
    static let deceptive: TextTraits = [.beyondASCII, .sign]
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
        case UInt8(ascii: "$"), UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: "*"):
            .sign
        case 0x2C: .comma
        case 0x41...0x5A: .upperCase
        case 0x80...0xFF: .beyondASCII
        default: []
        }
    }
}

extension String {
    /// Whether the text begins or ends with white space of any kind.
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

extension Unicode.Scalar {
    /// The plain letter or digit that a styled one stands for: full width, superscript, circled, mathematical and the like.
    /// It is what of Unicode's compatibility mappings (UnicodeData.txt) ends in ASCII letters and digits; nil for the rest.
    var plainForm: String? {
        guard value >= 0x80 else { return nil }
        if let plainDigit { return String(plainDigit) }
        return plainLetter ?? Self.plainForms[self]
    }

    /// Decimal digits of every script and style.
    private var plainDigit: Int? {
        switch properties.numericType {
        case .decimal, .digit: properties.numericValue.flatMap(Int.init(exactly:))
        default: nil
        }
    }

    /// Letters of the blocks that hold the alphabet in order.
    private var plainLetter: String? {
        switch value {
        case 0xFF01...0xFF5E: Self.letter(value - 0xFF01, from: 0x21)
        case 0x1D400...0x1D6A3: Self.latin((value - 0x1D400) % 52)
        case 0x24B6...0x24E9: Self.latin(value - 0x24B6)
        case 0x1F130...0x1F149: Self.latin(value - 0x1F130)
        default: nil
        }
    }

    private static func latin(_ index: UInt32) -> String? {
        index < 26 ? letter(index, from: 0x41) : letter(index - 26, from: 0x61)
    }

    private static func letter(_ index: UInt32, from first: UInt32) -> String? {
        Unicode.Scalar(first + index).map { String($0) }
    }

    private static let plainForms = [Unicode.Scalar: String](
        pairs: """
            ªa ºo ſs ʰh ʲj ʳr ʷw ʸy ˡl ˢs ˣx ᴬA ᴮB ᴰD ᴱE ᴳG ᴴH ᴵI ᴶJ ᴷK ᴸL ᴹM ᴺN ᴼO ᴾP ᴿR ᵀT ᵁU ᵂW
            ᵃa ᵇb ᵈd ᵉe ᵍg ᵏk ᵐm ᵒo ᵖp ᵗt ᵘu ᵛv ᵢi ᵣr ᵤu ᵥv ᶜc ᶠf ᶻz ⁱi ⁿn ₐa ₑe ₒo ₓx ₕh ₖk ₗl ₘm ₙn ₚp ₛs ₜt ⱼj
            ℂC ℊg ℋH ℌH ℍH ℎh ℐI ℑI ℒL ℓl ℕN ℙP ℚQ ℛR ℜR ℝR ℤZ ℨZ ℬB ℭC ℯe ℰE ℱF ℳM ℴo ℹi ⅅD ⅆd ⅇe ⅈi ⅉj
            ⅠI ⅡII ⅢIII ⅣIV ⅤV ⅥVI ⅦVII ⅧVIII ⅨIX ⅩX ⅬL ⅭC ⅮD ⅯM ⅰi ⅱii ⅲiii ⅳiv ⅴv ⅵvi ⅶvii ⅷviii ⅸix ⅹx ⅼl ⅽc ⅾd ⅿm
            ﬀff ﬁfi ﬂfl ﬃffi ﬄffl ﬅst ﬆst ĳij ĲIJ ǆdž ǉlj ǌnj ǳdz
            """
    )
}
