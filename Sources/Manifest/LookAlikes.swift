import LocatedYAML

/// Letters of other scripts that coincide with Latin ones in most typefaces: from Unicode's confusables.txt,
/// those of the Cyrillic, Greek and Armenian alphabets, and spaces and hyphens of every kind.
enum LookAlikes {
    static func latin(_ scalar: Unicode.Scalar) -> String? {
        guard scalar.value >= 0x80 else { return nil }
        switch scalar.properties.generalCategory {
        case .spaceSeparator: return " "
        case .dashPunctuation: return "-"
        default: return table[scalar]
        }
    }

    private static let table = ScalarTable(
        """
        аa сc ԁd еe һh іi јj ӏl оo рp ԛq ѕs ѵv ԝw хx уy үy ёë їï
        АA ВB СC ЕE НH ІI ЈJ КK ӀI МM ОO РP ԚQ ЅS ТT ԜW ХX УY ҮY ЁË ЇÏ
        αa γy ιi νv οo ρp σo υu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
        օo ոn սu հh ɡg ɑa ıi ǀl −- ⁃- ˗-
        """
    )
}

/// Pairs of a character and what it is to be read as, separated by white space.
struct ScalarTable: Sendable {
    private let pairs: [Unicode.Scalar: String]

    init(_ text: String) {
        let words = text.unicodeScalars.split { $0 == " " || $0 == "\n" }
        let known = words.compactMap { word in word.first.map { ($0, String(word.dropFirst())) } }
        pairs = Dictionary(known) { first, _ in first }
    }

    subscript(scalar: Unicode.Scalar) -> String? { pairs[scalar] }
}
