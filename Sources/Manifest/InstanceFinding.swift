import Diagnostics
import OmniModel

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
