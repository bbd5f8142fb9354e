import Applying
import Diagnostics
import Manifest
import OmniModel
import Planning
import StateStore

extension Duration {
    /// Such as `0.41 s`.
    fileprivate var secondsWords: TerminalText {
        let hundredths = Int((self / .milliseconds(10)).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "" as TerminalText)\(rest) s"
    }
}

/// How an apply ended.
struct ApplyOutcome: Rendered {
    let report: ApplyReport
    let verification: Verification
    let rescued: RescuedState?

    var isComplete: Bool { report.isComplete && verification.isFine }

    var title: TerminalText { "omnienv apply" }

    func text(_ style: Style) -> TerminalText { ApplyText(outcome: self, style: style).text }
}

/// How an apply ended, for a person: the sum, or what is done, failed and not tried.
private struct ApplyText {
    let outcome: ApplyOutcome
    let style: Style

    private var report: ApplyReport { outcome.report }
    private var verification: Verification { outcome.verification }

    var text: TerminalText {
        let count = report.count
        let sum: TerminalText =
            "Resources: \(count.add) added, \(count.change) changed, \(count.destroy) destroyed."
        if outcome.isComplete {
            return ([windows, asRecorded].compactMap(\.self) + [style.bold("Apply complete! \(sum)")])
                .paragraphs
        }
        let lists = [
            done.block("Done:"), rolledBack.block("Rolled back:"), failed.block("Failed:"),
            inDoubt.block("In doubt, because an answer never came:"), notTried.block("Not tried:"),
            unrouted(isCertain: true).block("Routed to the base connection now, until the next apply:"),
            unrouted(isCertain: false).block(
                "Perhaps routed to the base connection now, until the next apply:"
            ),
            windows, asRecorded, unwritten, differing, unmet,
        ]
        return (["Apply incomplete. \(sum)"] + lists.compactMap(\.self)).paragraphs
    }

    private var done: [TerminalText] {
        report.outcomes.filter(\.isDone).map { style.green(line($0)) }
    }

    /// What was done, and what its environment holds since it was undone in whole or in part.
    private var rolledBack: [TerminalText] {
        report.outcomes.flatMap { outcome -> [TerminalText] in
            guard case .rolledBack(let now) = outcome.result else { return [] }
            let holds: TerminalText = "  it has \(now.listed(atMost: .max)) now"
            return [style.yellow(line(outcome))] + backLines(outcome) + [holds]
        }
    }

    private var failed: [TerminalText] {
        report.outcomes.flatMap { outcome -> [TerminalText] in
            guard case .failed(let failure) = outcome.result else { return [] }
            return lines(outcome, failure)
        }
    }

    private var inDoubt: [TerminalText] {
        report.outcomes.flatMap { outcome -> [TerminalText] in
            guard case .inDoubt(let failure, let perhaps) = outcome.result else { return [] }
            let each = perhaps.map { $0.listed(atMost: .max) }
            let holds: [TerminalText] =
                each.isEmpty ? [] : ["  it has \(each.joined(separator: ", or ")) now"]
            return lines(outcome, failure) + holds
        }
    }

    private func lines(_ outcome: StepOutcome, _ failure: ApplyFailure) -> [TerminalText] {
        let attached: [TerminalText] =
            outcome.attached.isEmpty
            ? [] : ["  attached: \(outcome.attached.map(\.address.environment).listed(atMost: .max))"]
        return [style.red(line(outcome)), "  \(failure.text)"] + attached + backLines(outcome)
    }

    private func backLines(_ outcome: StepOutcome) -> [TerminalText] {
        outcome.rolledBack.map { ["  rolled back to \($0.to): \($0.values.listed(atMost: .max))"] } ?? []
    }

    private var notTried: [TerminalText] {
        report.outcomes.compactMap { outcome in
            guard case .notTried = outcome.result else { return nil }
            return line(outcome)
        }
    }

    /// How long each window really was; the longest of many.
    private var windows: TerminalText? {
        let all = report.windows.sorted { $0.length > $1.length }
        let lines: [TerminalText] = all.prefix(Self.windowLimit).map {
            "\($0.base): \($0.value) was at the base for \($0.length.secondsWords)"
        }
        let rest = all.count - lines.count
        return (lines + (rest > 0 ? ["… and \(rest) more, for a shorter time"] : [])).block("On their way:")
    }

    private static let windowLimit = 10

    private var asRecorded: TerminalText? {
        report.isFromState
            ? "This instance has no list of environments: all of this is as the state has it." : nil
    }

    private func unrouted(isCertain: Bool) -> [TerminalText] {
        report.unrouted.filter { $0.isCertain == isCertain }.map {
            style.red("\($0.base): \($0.values.listed(atMost: .max))")
        }
    }

    private var unwritten: TerminalText? {
        guard let failure = report.stateFailure else { return nil }
        let title: TerminalText =
            if case .store = failure { "The state could not be brought to its store: \(failure)" } else {
                "The state file could not be written: \(failure)"
            }
        let missing = report.unwritten.map(\.words).block("Omni has, and the state file does not say:")
        return [title, missing, wayBack].compactMap(\.self).joined(separator: "\n\n")
    }

    private var wayBack: TerminalText? {
        guard let rescued = outcome.rescued, let path = rescued.path, let command = rescued.command else {
            return nil
        }
        let moment: TerminalText =
            report.stateFailure?.losesFile == true
            ? "unless the file that is there now is the right one" : "when the disk is well again"
        return """
            The whole state is saved in \(quoted: path). Before the next apply, \(moment):
              \(command)
            """
    }

    private var differing: TerminalText? {
        switch verification {
        case .notLooked: nil
        case .failed(let error):
            "Everything was carried out, but whether Omni has it could not be verified: \(TerminalText(of: error))"
        case .looked(let differences, _):
            differences.map(\.words).block("Omni differs from the manifest all the same:")
        }
    }

    private var unmet: TerminalText? {
        guard case .looked(_, let unmet) = verification else { return nil }
        return unmet.map { style.red("\($0.message)") }.block(
            "Expectations that Omni's routing does not meet:"
        )
    }

    private func line(_ outcome: StepOutcome) -> TerminalText { "\(outcome.base): \(outcome.step.words)" }
}
