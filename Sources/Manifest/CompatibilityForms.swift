import LocatedYAML

/// The plain letter or digit that a styled one stands for: full width, superscript, circled, mathematical
/// and the like. What of Unicode's compatibility mappings (UnicodeData.txt) leads to ASCII letters and digits.
enum CompatibilityForms {
    static func plain(_ scalar: Unicode.Scalar) -> String? {
        guard scalar.value >= 0x80 else { return nil }
        if let digit = digit(scalar) { return String(digit) }
        return letter(scalar) ?? table[scalar]
    }

    /// Decimal digits of every script and style.
    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.properties.numericType {
        case .decimal, .digit: scalar.properties.numericValue.flatMap(Int.init(exactly:))
        default: nil
        }
    }

    /// Blocks that hold the alphabet in order.
    private static func letter(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0xFF01...0xFF5E: letter(scalar.value - 0xFF01, from: 0x21)
        case 0x1D400...0x1D6A3: latin((scalar.value - 0x1D400) % 52)
        case 0x24B6...0x24E9: latin(scalar.value - 0x24B6)
        case 0x1F130...0x1F149: latin(scalar.value - 0x1F130)
        default: nil
        }
    }

    private static func latin(_ index: UInt32) -> String? {
        index < 26 ? letter(index, from: 0x41) : letter(index - 26, from: 0x61)
    }

    private static func letter(_ index: UInt32, from first: UInt32) -> String? {
        Unicode.Scalar(first + index).map { String($0) }
    }

    private static let table = ScalarTable(
        """
        ªa ºo ſs ʰh ʲj ʳr ʷw ʸy ˡl ˢs ˣx ᴬA ᴮB ᴰD ᴱE ᴳG ᴴH ᴵI ᴶJ ᴷK ᴸL ᴹM ᴺN ᴼO ᴾP ᴿR ᵀT ᵁU ᵂW
        ᵃa ᵇb ᵈd ᵉe ᵍg ᵏk ᵐm ᵒo ᵖp ᵗt ᵘu ᵛv ᵢi ᵣr ᵤu ᵥv ᶜc ᶠf ᶻz ⁱi ⁿn ₐa ₑe ₒo ₓx ₕh ₖk ₗl ₘm ₙn ₚp ₛs ₜt ⱼj
        ℂC ℊg ℋH ℌH ℍH ℎh ℐI ℑI ℒL ℓl ℕN ℙP ℚQ ℛR ℜR ℝR ℤZ ℨZ ℬB ℭC ℯe ℰE ℱF ℳM ℴo ℹi ⅅD ⅆd ⅇe ⅈi ⅉj
        ⅠI ⅡII ⅢIII ⅣIV ⅤV ⅥVI ⅦVII ⅧVIII ⅨIX ⅩX ⅬL ⅭC ⅮD ⅯM ⅰi ⅱii ⅲiii ⅳiv ⅴv ⅵvi ⅶvii ⅷviii ⅸix ⅹx ⅼl ⅽc ⅾd ⅿm
        ﬀff ﬁfi ﬂfl ﬃffi ﬄffl ﬅst ﬆst ĳij ĲIJ ǆdž ǉlj ǌnj ǳdz
        """
    )
}
