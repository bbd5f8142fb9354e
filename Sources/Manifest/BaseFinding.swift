import Diagnostics

/// What cannot be at the same time, within a base and between bases: the rules
/// that Omni enforces (docs/omni-api.md).
enum BaseFinding: Finding, Hashable {
    case noBase
    case labelTwice(String)
    case listedTwice(String, first: String)
    case ownBase(String)
    case attachedTwice(String, first: String)
    case sharedValue(String, String, first: String)
    case defaultValue(String, String)
    case repeatedValue(String)

    var severity: Diagnostic.Severity {
        switch self {
        case .repeatedValue: .warning
        case .noBase, .labelTwice, .listedTwice, .ownBase, .attachedTwice, .sharedValue, .defaultValue: .error
        }
    }

    var message: String {
        switch self {
        case .noBase: "the manifest has no base connection; list one under \"baseConnections\""
        case .labelTwice(let base): "base \(base.quoted) stands in two places; keep it in one"
        case .listedTwice(let second, let first):
            "base \(second.quoted) has the connection of base \(first.quoted); list each connection once"
        case .ownBase(let environment):
            "environment \(environment.quoted) is its own base; give it another connection"
        case .attachedTwice(let second, let first):
            "environment \(second.quoted) has the connection of environment \(first.quoted); keep one of them"
        case .sharedValue(let value, let second, let first):
            "value \(value.quoted) is in two environments, \(first.quoted) and \(second.quoted); keep it in one"
        case .defaultValue(let value, let environment):
            "value \(value.quoted) of environment \(environment.quoted) is also a default value of the base; keep one"
        case .repeatedValue(let value): "value \(value.quoted) is listed twice; remove one"
        }
    }
}
