import Diagnostics
import JSONText

/// What `doctor` found: for a person, a line for each check, then the sum.
extension Diagnosis: Rendered {
    var title: TerminalText { "omnienv doctor" }

    var document: JSONValue {
        [
            "format_version": "1.0",
            "summary": [
                "ok": .number(count(.ok)), "warnings": .number(count(.warning)),
                "failed": .number(count(.failed)),
            ],
            "checks": .array(results.map(\.document)),
        ]
    }

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

    fileprivate var document: JSONValue {
        [
            "subject": .text(subject), "status": .string(verdict.rawValue), "message": .text(message),
            "fix": fix.map(JSONValue.text),
        ]
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
