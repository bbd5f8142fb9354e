package import Diagnostics
import LocatedYAML

/// What is wrong with a value's text: what Omni's documented form cannot carry, and what
/// nobody can see.
package enum TextFinding: Finding, Hashable {
    /// In bytes.
    static let longest = 1024

    case empty
    case tooLong(String)
    case comma(String)
    case edgeSpace(String)
    case control(String, Unicode.Scalar)
    case invisible(String, Unicode.Scalar)

    package var severity: Diagnostic.Severity {
        switch self {
        case .empty, .tooLong, .comma, .edgeSpace, .control: .error
        case .invisible: .warning
        }
    }

    package var message: String {
        switch self {
        case .empty: "a value must not be empty; write its text or remove it"
        case .tooLong(let value):
            "value \(value.quoted) has \(value.utf8.count) bytes, and may have \(Self.longest); shorten it"
        case .comma(let value):
            "value \(value.quoted) holds a comma and cannot be sent to Omni; write its parts as separate values"
        case .edgeSpace(let value):
            "value \(value.quoted) begins or ends with white space; remove the space"
        case .control(let value, let scalar):
            "value \(value.quoted) holds the control character \(scalar.codePoint); remove it"
        case .invisible(let value, let scalar):
            "value \(value.quoted) holds the invisible character \(scalar.codePoint); remove it if it is not meant"
        }
    }
}

extension TextFinding {
    package static func flaws(ofValue text: String) -> [TextFinding] {
        let traits = TextTraits(of: text)
        let isTooLong = text.utf8.count > longest
        if traits.isDisjoint(with: .suspicious), !text.isEmpty, !isTooLong { return [] }
        guard !text.isEmpty else { return [.empty] }
        var flaws: [TextFinding] = isTooLong ? [.tooLong(text)] : []
        if traits.contains(.comma) { flaws.append(.comma(text)) }
        if text.hasEdgeSpace { flaws.append(.edgeSpace(text)) }
        if let scalar = text.firstControl { flaws.append(.control(text, scalar)) }
        if let scalar = text.firstInvisible { flaws.append(.invisible(text, scalar)) }
        return flaws
    }
}
