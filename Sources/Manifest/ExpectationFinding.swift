import Diagnostics

/// What is wrong with a line under `expectations`.
enum ExpectationFinding: Finding, Hashable {
    case unknownBase(String, known: [String])
    case unknownEnvironment(String, base: String, known: [String])
    case twice(value: String, base: String)
    case failed(value: String, expected: String, route: ManifestRoute)

    var rule: Rule {
        switch self {
        case .unknownBase: .unknownBase
        case .unknownEnvironment: .unknownEnvironment
        case .twice: .expectationTwice
        case .failed: .failedExpectation
        }
    }

    var message: String {
        switch self {
        case .unknownBase(let base, _): "there is no base \(base.quoted); correct the label or add the base"
        case .unknownEnvironment(let environment, let base, _):
            "base \(base.quoted) has no environment \(environment.quoted); correct the label or write base"
        case .twice(let value, let base):
            "the expectation of \(value.quoted) for base \(base.quoted) stands in two places; keep one"
        case .failed(let value, let expected, let route):
            "expected \(value.quoted) to reach \(expected.quoted), but it \(route.verb)"
        }
    }

    var hint: String? {
        switch self {
        case .unknownBase(let label, let known), .unknownEnvironment(let label, _, let known):
            Suggestion.question(for: label, among: known)
        case .twice, .failed: nil
        }
    }
}

extension ManifestRoute {
    fileprivate var verb: String {
        switch target {
        case .environment(let label): "reaches \(label.quoted)"
        case .base: place == nil ? "falls back to the base connection" : "reaches the base connection"
        }
    }
}
