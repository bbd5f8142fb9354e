import Diagnostics
import LocatedYAML

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
