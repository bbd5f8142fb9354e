/// One thing that `doctor` looked at. Each family stands beside its check; the words for it are there and nowhere else.
package protocol Symptom: Sendable {
    var verdict: Verdict { get }
    /// What was looked at, in a word or an address.
    var subject: String { get }
    /// One line: what is so.
    var message: String { get }
    /// What to do about it.
    var mend: String? { get }
    /// Whether another token, or more permissions for it, would mend it.
    var concernsToken: Bool { get }
}

package enum Verdict: String, Sendable {
    case ok
    case warning
    case failed
}

extension Symptom {
    package var mend: String? { nil }
    package var concernsToken: Bool { false }
}

/// How often each verdict was given, and what a whole examination comes to.
package struct Diagnosis: Sendable {
    package let symptoms: [any Symptom]

    package init(_ symptoms: [any Symptom]) {
        self.symptoms = symptoms
    }

    package func count(_ verdict: Verdict) -> Int { symptoms.count { $0.verdict == verdict } }

    package var hasFailed: Bool { count(.failed) > 0 }

    package var failsByToken: Bool { symptoms.contains { $0.verdict == .failed && $0.concernsToken } }
}
