import Diagnostics

/// What `doctor` says of one thing that it checked. Each family stands beside its check, with the words for it.
protocol CheckResult: Sendable {
    var verdict: Verdict { get }
    /// What was checked, in a word or an address.
    var subject: TerminalText { get }
    /// One line: what is the case.
    var message: TerminalText { get }
    /// What to do about it.
    var fix: TerminalText? { get }
    /// Whether another token, or more permissions for it, would fix it.
    var concernsToken: Bool { get }
}

enum Verdict: String, Sendable {
    case ok
    case warning
    case failed
}

extension CheckResult {
    var fix: TerminalText? { nil }
    var concernsToken: Bool { false }
}

/// How often each verdict was given, and what all checks together come to.
struct Diagnosis: Sendable {
    let results: [any CheckResult]

    init(_ results: [any CheckResult]) {
        self.results = results
    }

    func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }

    var hasFailed: Bool { count(.failed) > 0 }

    var failsByToken: Bool { results.contains { $0.verdict == .failed && $0.concernsToken } }
}
