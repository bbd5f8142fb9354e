/// A diagnosis for a person: a line for each check, then the sum.
struct DoctorText {
    private let diagnosis: Diagnosis
    private let style: Style

    init(_ diagnosis: Diagnosis, style: Style) {
        self.diagnosis = diagnosis
        self.style = style
    }

    var text: String {
        diagnosis.results.map { line($0) + "\n" }.joined() + "\n" + style.bold(summary) + "\n"
    }

    private func line(_ result: any CheckResult) -> String {
        let verdict = result.verdict.rawValue.padded(to: Verdict.warning.rawValue.count)
        let fix = result.fix.map { ": \($0)" } ?? ""
        return "\(paint(verdict, result.verdict))  \(result.subject): \(result.message)\(fix)"
    }

    private func paint(_ text: String, _ verdict: Verdict) -> String {
        switch verdict {
        case .ok: style.green(text)
        case .warning: style.yellow(text)
        case .failed: style.red(text)
        }
    }

    private var summary: String {
        let (failed, warnings) = (diagnosis.count(.failed), diagnosis.count(.warning))
        guard failed + warnings > 0 else { return "All is well." }
        guard failed > 0 else { return "Nothing failed; \(warnings.of("warning"))." }
        return "\(failed) failed; \(warnings.of("warning"))."
    }
}

/// A diagnosis as `--output json` gives it.
struct DoctorDocument: Encodable {
    struct Check: Encodable {
        let subject: String
        let status: String
        let message: String
        let fix: String?
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
