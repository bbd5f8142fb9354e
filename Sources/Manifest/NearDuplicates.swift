import Diagnostics
import LocatedYAML
import OmniModel

/// Finds values of one base, or labels, that are easily mistaken for one another. Texts in plain lower case ASCII look
/// only like themselves, so they cost nothing unless another one looks like them.
struct NearDuplicates {
    private let subject: DeceptionFinding.Subject
    private var variable: [Located<String>] = []

    init(of subject: DeceptionFinding.Subject) {
        self.subject = subject
    }

    static func warnings(ofLabels labels: [Located<String>]) -> [Diagnostic] {
        var labelsAlike = NearDuplicates(of: .label)
        for label in labels { labelsAlike.add(label) }
        guard !labelsAlike.variable.isEmpty else { return [] }
        let places = Dictionary(labels.map { (ExactText($0.value), $0.range) }) { first, _ in first }
        return labelsAlike.warnings { places[ExactText($0)] }
    }

    mutating func add(_ value: Located<String>) {
        guard !TextTraits(of: value.value).isDisjoint(with: .variable) else { return }
        variable.append(value)
    }

    /// One warning for each text that looks like one before it, or like a plain one, whose place `placeOfPlain` gives.
    func warnings(beside placeOfPlain: (String) -> SourceRange?) -> [Diagnostic] {
        var known: [String: Located<String>] = [:]
        var seen: Set<ExactText> = []
        return variable.compactMap { value -> Diagnostic? in
            guard seen.insert(ExactText(value.value)).inserted else { return nil }
            let skeleton = value.value.skeleton()
            let twin = known[skeleton] ?? plain(skeleton, unlike: value, placeOfPlain)
            guard let twin else {
                known[skeleton] = value
                return nil
            }
            return warning(twin, value)
        }
    }

    /// A text that is written like a skeleton, unless it is the very text that the skeleton is made of.
    private func plain(
        _ skeleton: String,
        unlike text: Located<String>,
        _ place: (String) -> SourceRange?
    ) -> Located<String>? {
        guard ExactText(skeleton) != ExactText(text.value) else { return nil }
        return place(skeleton).map { Located(skeleton, at: $0) }
    }

    private func warning(_ one: Located<String>, _ other: Located<String>) -> Diagnostic {
        let (first, second) = one.range.sortKey <= other.range.sortKey ? (one, other) : (other, one)
        let finding = LikenessFinding(subject: subject, first: first.value, second: second.value)
        let note = Diagnostic.Note("the other \(subject.rawValue) is here", at: first.range)
        return Diagnostic(finding, at: second.range, notes: [note])
    }
}

/// Two values that look alike and are routed apart, or two labels.
struct LikenessFinding: Finding, Hashable {
    let subject: DeceptionFinding.Subject
    let first: String
    let second: String

    var rule: Rule { .lookAlikes }

    var severity: Diagnostic.Severity { .warning }

    var message: String {
        "\(subject.rawValue) \(second.quoted) differs from \(first.quoted) only in \(difference.rawValue); "
            + "if one is meant, write it the same"
    }

    /// The first characters that differ, where the eye cannot tell them apart.
    var hint: String? {
        guard difference != .upperCase else { return nil }
        let (one, other) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
        let index = zip(one, other).prefix { $0 == $1 }.count
        return "character \(index + 1) is \(Self.name(other, index)) here and \(Self.name(one, index)) there"
    }

    private enum Difference: String {
        case upperCase = "case"
        case form = "Unicode form"
        case invisible = "invisible characters"
        case lookAlikes = "look-alike characters"
        case several = "case, Unicode form, or invisible or look-alike characters"
    }

    private var difference: Difference {
        if areEqual(after: []) || areEqual(after: .compatibility) { return .form }
        if areEqual(after: .upperCase) { return .upperCase }
        if areEqual(after: .invisible) { return .invisible }
        return areEqual(after: .lookAlikes) ? .lookAlikes : .several
    }

    private func areEqual(after folding: Folding) -> Bool {
        first.skeleton(folding) == second.skeleton(folding)
    }

    private static func name(_ scalars: [Unicode.Scalar], _ index: Int) -> String {
        scalars.indices.contains(index) ? scalars[index].codePoint : "the end"
    }
}

/// Differences that people overlook. Canonical Unicode forms are not among them: Swift's own `==` of two
/// strings ignores those.
struct Folding: OptionSet {
    let rawValue: UInt8

    static let upperCase = Folding(rawValue: 1)
    static let compatibility = Folding(rawValue: 2)
    static let invisible = Folding(rawValue: 4)
    static let lookAlikes = Folding(rawValue: 8)
    static let all: Folding = [.upperCase, .compatibility, .invisible, .lookAlikes]
}

extension String {
    /// The text without what `folding` overlooks; two texts whose skeletons are equal are easily mistaken
    /// for one another.
    func skeleton(_ folding: Folding = .all) -> String {
        unicodeScalars.reduce(into: "") { skeleton, scalar in
            skeleton += folding.fold(scalar)
        }
    }
}

extension Folding {
    fileprivate func fold(_ scalar: Unicode.Scalar) -> String {
        if contains(.invisible), scalar.isInvisible { return "" }
        var text = String(scalar)
        if contains(.compatibility) { text = scalar.plainForm ?? text }
        if contains(.lookAlikes) { text = text.mapScalars(\.latinLookAlike) }
        // Over upper case, so that ß meets SS.
        if contains(.upperCase) {
            text = text.mapScalars(\.properties.uppercaseMapping).mapScalars(\.properties.lowercaseMapping)
        }
        return text
    }
}

extension String {
    fileprivate func mapScalars(_ map: (Unicode.Scalar) -> String?) -> String {
        unicodeScalars.reduce(into: "") { $0 += map($1) ?? String($1) }
    }
}

extension Unicode.Scalar {
    /// The Latin letter, space or hyphen that a character coincides with in most typefaces: from Unicode's confusables.txt,
    /// letters of the Cyrillic, Greek and Armenian alphabets, and spaces and hyphens of every kind. Nil for all others.
    fileprivate var latinLookAlike: String? {
        guard value >= 0x80 else { return nil }
        switch properties.generalCategory {
        case .spaceSeparator: return " "
        case .dashPunctuation: return "-"
        default: return Self.latinLookAlikes[self]
        }
    }

    private static let latinLookAlikes = [Unicode.Scalar: String](
        pairs: """
            аa сc ԁd еe һh іi јj ӏl оo рp ԛq ѕs ѵv ԝw хx уy үy ёë їï
            АA ВB СC ЕE НH ІI ЈJ КK ӀI МM ОO РP ԚQ ЅS ТT ԜW ХX УY ҮY ЁË ЇÏ
            αa γy ιi νv οo ρp σo υu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
            օo ոn սu հh ɡg ɑa ıi ǀl −- ⁃- ˗-
            """
    )
}

extension [Unicode.Scalar: String] {
    /// - Parameter pairs: characters, each directly before what it is to be read as, with white space between the pairs.
    init(pairs: String) {
        let words = pairs.unicodeScalars.split { $0 == " " || $0 == "\n" }
        let known = words.compactMap { word in word.first.map { ($0, String(word.dropFirst())) } }
        self.init(known) { first, _ in first }
    }
}
