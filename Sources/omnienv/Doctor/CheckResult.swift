/// What `doctor` says of one thing that it checked. Each family stands beside its check, with the words for it.
package protocol CheckResult: Sendable {
    var verdict: Verdict { get }
    /// What was checked, in a word or an address.
    var subject: String { get }
    /// One line: what is the case.
    var message: String { get }
    /// What to do about it.
    var fix: String? { get }
    /// Whether another token, or more permissions for it, would fix it.
    var concernsToken: Bool { get }
}

package enum Verdict: String, Sendable {
    case ok
    case warning
    case failed
}

extension CheckResult {
    package var fix: String? { nil }
    package var concernsToken: Bool { false }
}

/// How often each verdict was given, and what all checks together come to.
package struct Diagnosis: Sendable {
    package let results: [any CheckResult]

    package init(_ results: [any CheckResult]) {
        self.results = results
    }

    package func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }

    package var hasFailed: Bool { count(.failed) > 0 }

    package var failsByToken: Bool { results.contains { $0.verdict == .failed && $0.concernsToken } }
}
