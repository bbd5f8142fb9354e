/// As many diagnostics as anybody reads. A few lines of a manifest can make thousands of them, by aliases; those that are
/// left out are counted, and no error is left out for a warning.
package struct DiagnosticReport: Sendable {
    private static let most = 100

    /// In the order in which they were given.
    package let shown: [Diagnostic]
    package let leftOut: Int

    package init(_ diagnostics: [Diagnostic]) {
        leftOut = max(diagnostics.count - Self.most, 0)
        guard leftOut > 0 else {
            shown = diagnostics
            return
        }
        let errors = diagnostics.lazy.filter { $0.severity == .error }.prefix(Self.most).count
        var room: [Diagnostic.Severity: Int] = [.error: errors, .warning: Self.most - errors]
        shown = diagnostics.filter { diagnostic in
            let left = room[diagnostic.severity, default: 0]
            room[diagnostic.severity] = left - 1
            return left > 0
        }
    }

    /// What stands below those that are shown; `nil` when that is all of them.
    var rest: String? {
        leftOut == 0
            ? nil : "\(leftOut) more finding\(leftOut == 1 ? "" : "s"), not shown: correct these first"
    }
}
