import Diagnostics
import LocatedYAML

/// What is wrong with a label, which may be any text without `/` and control characters; an environment
/// is not called `base` (docs/manifest.md, "Labels, ids and names").
enum LabelFinding: Finding, Hashable {
    static let longest = 256

    case empty(isEnvironment: Bool)
    /// With the number of its characters.
    case tooLong(String, Int)
    case slash(String)
    case control(String, Unicode.Scalar)
    case reserved
    /// Told from `base` by nobody.
    case nearlyReserved(String)

    var severity: Diagnostic.Severity { if case .nearlyReserved = self { .warning } else { .error } }

    var rule: Rule {
        switch self {
        case .empty: .emptyText
        case .tooLong: .textTooLong
        case .slash: .slashInLabel
        case .control: .controlCharacter
        case .reserved: .reservedLabel
        case .nearlyReserved: .looksLikeBase
        }
    }

    var message: String {
        switch self {
        case .empty(let isEnvironment):
            "the label of \(isEnvironment ? "an environment" : "a base") must not be empty; write one"
        case .tooLong(let label, let count):
            "label \(label.quoted) has \(count) characters, and may have \(Self.longest); shorten it"
        case .slash(let label):
            "label \(label.quoted) holds a slash, which separates a base from its environment; remove it"
        case .control(let label, let scalar):
            "label \(label.quoted) holds the control character \(scalar.codePoint); remove it"
        case .reserved:
            "an environment cannot be called \"base\", which means the base connection itself; rename it"
        case .nearlyReserved(let label):
            "label \(label.quoted) looks like \"base\", which means the base connection itself; rename it"
        }
    }

    private static func reservation(of label: String, _ traits: TextTraits) -> [LabelFinding] {
        let reserved = ManifestRoute.base
        if label == reserved { return [.reserved] }
        return !traits.isDisjoint(with: .variable) && label.skeleton() == reserved
            ? [.nearlyReserved(label)] : []
    }

    /// - Parameter isEnvironment: whether it is an environment's label, and not a base's.
    static func flaws(of label: String, isEnvironment: Bool) -> [any Finding] {
        guard !label.isEmpty else { return [LabelFinding.empty(isEnvironment: isEnvironment)] }
        var flaws: [LabelFinding] = []
        if label.utf8.count > longest, label.unicodeScalars.count > longest {
            flaws.append(.tooLong(label, label.unicodeScalars.count))
        }
        if label.utf8.contains(0x2F) { flaws.append(.slash(label)) }
        let traits = TextTraits(of: label)
        if !traits.isDisjoint(with: [.control, .beyondASCII]), let scalar = label.firstControl {
            flaws.append(.control(label, scalar))
        }
        if isEnvironment { flaws += reservation(of: label, traits) }
        return flaws + DeceptionFinding.findings(in: label, .label, traits)
    }
}

/// What is wrong with the name of a user attribute.
enum AttributeNameFinding: Finding, Hashable {
    case empty
    case tooLong(String)
    case control(String, Unicode.Scalar)

    var rule: Rule {
        switch self {
        case .empty: .emptyText
        case .tooLong: .textTooLong
        case .control: .controlCharacter
        }
    }

    var message: String {
        switch self {
        case .empty: "the name of a user attribute must not be empty; write it"
        case .tooLong(let name):
            """
            the name \(name.quoted) of a user attribute has \(name.utf8.count) bytes, and may have \(TextFinding.longest); \
            give the attribute's reference in Omni
            """
        case .control(let name, let scalar):
            "the name \(name.quoted) of a user attribute holds the control character \(scalar.codePoint); remove it"
        }
    }

    /// `nil` for a name that can be used.
    init?(_ name: String) {
        if name.isEmpty {
            self = .empty
        } else if name.utf8.count > TextFinding.longest {
            self = .tooLong(name)
        } else if let scalar = name.firstControl {
            self = .control(name, scalar)
        } else {
            return nil
        }
    }
}
