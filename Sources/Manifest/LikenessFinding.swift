import Diagnostics
import LocatedYAML

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
