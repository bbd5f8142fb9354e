/// What a check found, as facts. Each family of findings stands beside its check; `message` is the only
/// place with the words for it.
package protocol Finding: Sendable {
    var rule: Rule { get }
    var severity: Diagnostic.Severity { get }
    /// One line: what is wrong, values in double quotes, then what to do.
    var message: String { get }
    /// What may help further, such as `did you mean "dev"?`.
    var hint: String? { get }
}

extension Finding {
    package var severity: Diagnostic.Severity { .error }
    package var hint: String? { nil }
}
