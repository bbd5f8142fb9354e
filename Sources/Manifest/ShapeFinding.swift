import Diagnostics
import LocatedYAML

/// A node is not what has to stand in its place.
enum ShapeFinding: Finding, Hashable {
    enum Wanted: Sendable { case mapping, list, text }
    enum Found: Sendable { case mapping, list, text, null, nothing }

    case wrongKind(of: ManifestPart, wanted: Wanted, found: Found)
    case missingKey(String, in: ManifestPart)
    case unknownKey(String, in: ManifestPart, known: [String])
    case notOneOf([String], of: String, found: String, meant: String?)
    case unreadableVersion(String)

    var rule: Rule {
        switch self {
        case .wrongKind: .wrongKind
        case .missingKey: .missingKey
        case .unknownKey: .unknownKey
        case .notOneOf: .unknownChoice
        case .unreadableVersion: .unreadableVersion
        }
    }

    var message: String {
        switch self {
        case .wrongKind(let part, let wanted, let found):
            "\(part.name) must be \(wanted.name), but \(found.name); \(found.advice ?? wanted.advice)"
        case .missingKey(let key, let part): "\(part.name) lacks the key \(key.quoted); add it"
        case .unknownKey(let key, let part, _): "\(part.name) has no key \(key.quoted); correct or remove it"
        case .notOneOf(let allowed, let field, let found, _):
            "\(field.quoted) must be \(allowed.joined(separator: " or ")), not \(found.quoted); write one of them"
        case .unreadableVersion(let text): "this omnienv reads version 1, not \(text.quoted); write 1"
        }
    }

    var hint: String? {
        switch self {
        case .unknownKey(let key, _, let known):
            Suggestion.question(for: key, among: known) ?? "known keys: \(known.joined(separator: ", "))"
        case .notOneOf(_, _, _, let meant): meant.map(Suggestion.question)
        case .missingKey("userAttributeValues", _):
            "userAttributeValues: [] is an environment that only branches switch to"
        case .missingKey("environments", _): "environments: {} is a base without any"
        case .wrongKind, .missingKey, .unreadableVersion: nil
        }
    }
}

extension ShapeFinding.Wanted {
    fileprivate var name: String {
        switch self {
        case .mapping: "a mapping"
        case .list: "a list"
        case .text: "text"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .mapping: "write lines of \"key: value\" under it"
        case .list: "write it as [a, b]"
        case .text: "write one text"
        }
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
        case .mapping: "this is a mapping"
        case .list: "this is a list"
        case .text: "this is text"
        case .null: "this is null"
        case .nothing: "nothing is written"
        }
    }

    /// What to do where the wanted kind alone does not say it.
    fileprivate var advice: String? {
        switch self {
        case .null: "write the value, or put quotes around it if these characters are meant"
        case .mapping, .list, .text, .nothing: nil
        }
    }
}
