/// Two values that look alike and are routed apart.
struct LikenessFinding: Finding, Hashable {
    let first: String
    let second: String

    var severity: Diagnostic.Severity { .warning }

    var message: String {
        "value \(second.quoted) differs from \(first.quoted) only in \(difference); if one is meant, write it the same"
    }

    /// The first characters that differ, where the eye cannot tell them apart.
    var hint: String? {
        guard first.skeleton(.upperCase) != second.skeleton(.upperCase) || first == second else { return nil }
        let (one, other) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
        let index = zip(one, other).prefix { $0 == $1 }.count
        return "character \(index + 1) is \(Self.name(other, index)) here and \(Self.name(one, index)) there"
    }

    private var difference: String {
        let kinds: [(Folding, String)] = [
            ([], "Unicode form"), (.upperCase, "case"), (.compatibility, "Unicode form"),
            (.invisible, "invisible characters"), (.lookAlikes, "look-alike characters"),
        ]
        let kind = kinds.first { first.skeleton($0.0) == second.skeleton($0.0) }
        return kind?.1 ?? "case, Unicode form, or invisible or look-alike characters"
    }

    private static func name(_ scalars: [Unicode.Scalar], _ index: Int) -> String {
        scalars.indices.contains(index) ? scalars[index].codePoint : "the end"
    }
}
