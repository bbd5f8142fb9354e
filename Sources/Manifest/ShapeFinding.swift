import Diagnostics
import LocatedYAML
import OmniModel

/// A node is not what has to stand in its place.
enum ShapeFinding: Finding, Hashable {
    enum Wanted: Sendable, Hashable {
        case mapping, list, text
        case choice([String])
    }

    enum Found: Sendable { case mapping, list, text, null, nothing }

    /// With the texts that stand there, as far as they are a list's items or a mapping's keys.
    case wrongKind(of: ManifestPart, wanted: Wanted, found: Found, written: [String])
    case missingKey(String, in: ManifestPart)
    case unknownKey(String, in: ManifestPart, known: [String])
    /// A key of what a label names, beside the labels, of which one may be named.
    case misplacedKey(String, of: String, besides: String?)
    case notOneOf([String], of: String, found: String, meant: String?)
    case unreadableVersion(String)
    case malformedRequirement(String)
    /// Of the version of omnienv that is running.
    case unmetRequirement(String)
    /// A block scalar whose last line break is part of it.
    case keptLineBreak(ManifestPart)

    var rule: Rule {
        switch self {
        case .wrongKind: .wrongKind
        case .missingKey: .missingKey
        case .unknownKey: .unknownKey
        case .misplacedKey: .misplacedKey
        case .notOneOf: .unknownChoice
        case .unreadableVersion: .unreadableVersion
        case .malformedRequirement: .malformedRequirement
        case .unmetRequirement: .unmetRequirement
        case .keptLineBreak: .keptLineBreak
        }
    }

    var message: String {
        switch self {
        case .wrongKind(let part, let wanted, let found, let written):
            "\(part.name) must be \(wanted.name), but \(found.name); \(wanted.advice(for: part, instead: found, written))"
        case .missingKey(let key, let part): "\(part.name) lacks the key \(key.quoted); add it"
        case .unknownKey(let key, let part, _): "\(part.name) has no key \(key.quoted); correct or remove it"
        case .misplacedKey(let key, let owner, let label?):
            "\(key.quoted) is a key of \(owner), and stands beside \(label.quoted); indent it below the label that it belongs to"
        case .misplacedKey(let key, let owner, nil):
            "\(key.quoted) is a key of \(owner), which has no label; write one, such as \"warehouse:\", in a line above, and indent the keys below it"
        case .notOneOf(let allowed, let field, let found, _):
            "\(field.quoted) must be \(allowed.joined(separator: " or ")), not \(found.quoted); write one of them"
        case .unreadableVersion(let text): "this omnienv reads version 1, not \(text.quoted); write 1"
        case .malformedRequirement(let text):
            "\"requires\" compares versions of omnienv, which \(text.quoted) does not; write it as \">= 0.9\" or \">= 0.9, < 2\""
        case .unmetRequirement(let text):
            """
            the manifest requires omnienv \(text.quoted), and this is \(OmnienvVersion.current); run one that it allows, or \
            correct "requires"
            """
        case .keptLineBreak(let part):
            "\(part.name) ends with a line break, which | and > keep; write |- or >- to leave it out"
        }
    }

    var hint: String? {
        switch self {
        case .unknownKey(let key, _, let known):
            key.spaced(among: known) ?? Suggestion.question(for: key, among: known)
                ?? "known keys: \(known.joined(separator: ", "))"
        case .notOneOf(_, _, _, let meant): meant.map(Suggestion.question)
        case .missingKey("userAttributeValues", _):
            "userAttributeValues: [] is an environment that only branches switch to"
        case .missingKey("environments", _): "environments: {} is a base without any"
        case .wrongKind(.field(BaseField.userAttribute.rawValue), .mapping, .text, let written):
            written.count == 1 ? "write \"userAttribute: {name: \(written.joined())}\"" : nil
        case .wrongKind, .missingKey, .misplacedKey, .unreadableVersion, .malformedRequirement,
            .unmetRequirement,
            .keptLineBreak:
            nil
        }
    }
}

extension ShapeFinding.Wanted {
    fileprivate var name: String {
        switch self {
        case .mapping: "of the form \"key: value\""
        case .list: "a list"
        case .text: "text"
        case .choice(let words): words.joined(separator: " or ")
        }
    }

    fileprivate func advice(for part: ManifestPart, instead found: ShapeFinding.Found, _ written: [String])
        -> String
    {
        switch (self, found) {
        case (.mapping, .list) where !written.isEmpty && part != .root:
            "write \(written.map { "\($0): …".quoted }.joined(separator: ", ")) under it, without dashes or brackets"
        case (.mapping, _):
            "write lines such as \(part.exampleLine.quoted)\(part == .root ? "" : " under it")\(found == .list ? ", without dashes or brackets" : "")"
        case (.choice(let words), _): "write \(words.joined(separator: " or "))"
        case (.list, .null), (.list, .nothing): "write [] or a list"
        case (.list, _) where written.isEmpty || written.contains { $0.contains(": ") }:
            "write the values in brackets, with commas between"
        case (.list, _): "write it as [\(written.joined(separator: ", "))]"
        case (.text, .null): "write the value, or put quotes around it if these characters are meant"
        case (.text, .list):
            switch (part, written.count) {
            case (.item, 1...): "write its values one by one: \(written.joined(separator: ", "))"
            case (_, 1): "write it as \(written.joined())"
            default: "write one text"
            }
        case (.text, .mapping):
            written.count == 1 ? "put quotes around it: '\(written.joined())'" : "write one text"
        case (.text, _): "write one text"
        }
    }
}

extension String {
    /// Of `connection:Snowflake`, which is all of it a key between brackets.
    fileprivate func spaced(among known: [String]) -> String? {
        let parts = split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2, known.contains(parts[0]) else { return nil }
        return "a space is missing after the colon; write \("\(parts[0]): \(parts[1])".quoted)"
    }
}

extension Node {
    /// The texts that a wrong node holds, for a suggestion: a text's parts between commas, a list's items, a mapping's keys.
    var words: [String] {
        let words =
            switch content {
            case .scalar(let scalar): Self.parts(of: scalar.text, isFolded: range.start.line < range.end.line)
            case .sequence(let items): items.compactMap(\.text)
            case .mapping(let entries): Self.words(of: entries)
            }
        // As many, and as long, as a message can show.
        return words.count <= 5 && words.allSatisfy { $0.utf8.count <= 40 }
            ? words.filter { !$0.isEmpty }.map(\.printable) : []
    }

    /// Keys without values; or one key with its value, as it is written.
    private static func words(of entries: [Entry]) -> [String] {
        if entries.allSatisfy({ $0.value.text == "" }) { return entries.map(\.key.text) }
        guard entries.count == 1, let entry = entries.first, let value = entry.value.text else { return [] }
        return ["\(entry.key.text): \(value)"]
    }

    var isMapping: Bool { if case .mapping = content { true } else { false } }

    /// What stands between commas, or behind dashes: those that lack a space, or that stand in lines below.
    private static func parts(of text: String, isFolded: Bool) -> [String] {
        let isDashed = text.hasPrefix("-") || (isFolded && text.contains(" - "))
        let parts = text.split { isDashed ? $0 == " " : $0 == "," }
        return parts.map { String($0.drop { $0 == (isDashed ? "-" : " ") }) }
    }

    private var text: String? {
        if case .scalar(let scalar) = content { scalar.text } else { nil }
    }
}

extension ShapeFinding.Found {
    init(_ node: Node) {
        self =
            switch node.content {
            case .mapping: .mapping
            case .sequence: .list
            case .scalar(let scalar): scalar.isNull ? (scalar.text.isEmpty ? .nothing : .null) : .text
            }
    }

    fileprivate var name: String {
        switch self {
        case .mapping: "this is of the form \"key: value\""
        case .list: "this is a list"
        case .text: "this is text"
        case .null: "this is null"
        case .nothing: "nothing is written"
        }
    }
}

/// What is wrong with an `instance`.
enum InstanceFinding: Finding, Hashable {
    case unusable(String, InstanceURLError)
    case differs(InstanceURL, first: InstanceURL)

    var rule: Rule {
        switch self {
        case .unusable: .unusableInstance
        case .differs: .differingInstances
        }
    }

    var message: String {
        switch self {
        case .unusable(let text, let error):
            "instance \(text.quoted) \(error.problem); write one like https://myorg.omniapp.co"
        case .differs(let instance, let first):
            "instance \(instance) is not the one named before, \(first); keep one of them"
        }
    }
}
