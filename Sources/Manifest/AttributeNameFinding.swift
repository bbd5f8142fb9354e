import Diagnostics
import LocatedYAML

/// What is wrong with the name of a user attribute.
enum AttributeNameFinding: Finding, Hashable {
    case empty
    case control(String, Unicode.Scalar)

    var message: String {
        switch self {
        case .empty: "the name of a user attribute must not be empty; write it"
        case .control(let name, let scalar):
            "the name \(name.quoted) of a user attribute holds the control character \(scalar.codePoint); remove it"
        }
    }

    /// `nil` for a name that can be used.
    init?(_ name: String) {
        if name.isEmpty {
            self = .empty
        } else if let scalar = name.firstControl {
            self = .control(name, scalar)
        } else {
            return nil
        }
    }
}
