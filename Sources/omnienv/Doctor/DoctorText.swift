import Diagnostics

/// What `doctor` found: for a person, a line for each check, then the sum.
extension Diagnosis: Rendered {
    var title: TerminalText { "omnienv doctor" }

    var document: DoctorDocument { DoctorDocument(self) }

    func text(_ style: Style) -> TerminalText {
        (results.map { $0.line(style) } + ["", style.bold(summary), ""]).joined(separator: "\n")
    }

    private var summary: TerminalText {
        let (failed, warnings) = (count(.failed), count(.warning))
        guard failed + warnings > 0 else { return "All is well." }
        guard failed > 0 else { return "Nothing failed; \(warnings.of("warning"))." }
        return "\(failed) failed; \(warnings.of("warning"))."
    }
}

extension CheckResult {
    fileprivate func line(_ style: Style) -> TerminalText {
        let fix = fix.map { ": \($0)" } ?? "" as TerminalText
        return "\(verdict.text(style))  \(subject): \(message)\(fix)"
    }
}

extension Verdict {
    fileprivate func text(_ style: Style) -> TerminalText {
        let word = TerminalText(rawValue).padded(to: Verdict.warning.rawValue.count)
        return switch self {
        case .ok: style.green(word)
        case .warning: style.yellow(word)
        case .failed: style.red(word)
        }
    }
}

/// A diagnosis as `--output json` gives it.
struct DoctorDocument: Encodable {
    struct Check: Encodable {
        let subject: TerminalText
        let status: String
        let message: TerminalText
        let fix: TerminalText?
    }

    struct Summary: Encodable {
        let ok: Int
        let warnings: Int
        let failed: Int
    }

    let formatVersion = "1.0"
    let summary: Summary
    let checks: [Check]

    init(_ diagnosis: Diagnosis) {
        summary = Summary(
            ok: diagnosis.count(.ok),
            warnings: diagnosis.count(.warning),
            failed: diagnosis.count(.failed)
        )
        checks = diagnosis.results.map {
            Check(subject: $0.subject, status: $0.verdict.rawValue, message: $0.message, fix: $0.fix)
        }
    }
}
