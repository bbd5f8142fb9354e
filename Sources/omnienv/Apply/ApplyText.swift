import Applying
import Diagnostics
import Manifest
import OmniModel
import Planning
import StateStore

extension Duration {
    /// Such as `0.41 s`.
    fileprivate var secondsWords: String {
        let hundredths = Int((self / .milliseconds(10)).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
    }
}

extension Verification {
    /// Why the last look failed.
    static func words(_ error: any Error) -> String { (error as? PlanFailure)?.text ?? "\(error)" }
}

/// How an apply ended, for a person: the sum, or what is done, failed and not tried.
struct ApplyText {
    private let report: ApplyReport
    private let verification: Verification
    private let rescued: RescuedState?
    private let style: Style

    init(_ report: ApplyReport, _ verification: Verification, rescued: RescuedState?, style: Style) {
        self.report = report
        self.verification = verification
        self.rescued = rescued
        self.style = style
    }

    var text: String {
        let count = report.count
        let sum = "Resources: \(count.add) added, \(count.change) changed, \(count.destroy) destroyed."
        if report.isComplete, verification.isFine {
            return ([windows, asRecorded].compactMap(\.self) + [style.bold("Apply complete! " + sum)])
                .joined(separator: "\n\n") + "\n"
        }
        let lists = [
            list("Done", done), list("Rolled back", rolledBack), list("Failed", failed),
            list("In doubt, because an answer never came", inDoubt), list("Not tried", notTried),
            unrouted("Routed to the base connection now, until the next apply", isCertain: true),
            unrouted("Perhaps routed to the base connection now, until the next apply", isCertain: false),
            windows, asRecorded, unwritten, differing, unmet,
        ]
        return (["Apply incomplete. " + sum] + lists.compactMap(\.self)).joined(separator: "\n\n") + "\n"
    }

    private func list(_ title: String, _ lines: [String]) -> String? {
        lines.isEmpty ? nil : (["\(title):"] + lines.map { "  " + $0 }).joined(separator: "\n")
    }

    private var done: [String] {
        report.outcomes.filter(\.isDone).map { style.green(line($0)) }
    }

    /// What was done, and what its environment holds since it was undone in whole or in part.
    private var rolledBack: [String] {
        report.outcomes.flatMap { outcome -> [String] in
            guard case .rolledBack(let now) = outcome.result else { return [] }
            let holds = "  it has \(now.listed(atMost: .max)) now"
            return [style.yellow(line(outcome))] + backLines(outcome) + [holds]
        }
    }

    private var failed: [String] {
        report.outcomes.flatMap { outcome -> [String] in
            guard case .failed(let failure) = outcome.result else { return [] }
            return lines(outcome, failure)
        }
    }

    private var inDoubt: [String] {
        report.outcomes.flatMap { outcome -> [String] in
            guard case .inDoubt(let failure, let perhaps) = outcome.result else { return [] }
            let each = perhaps.map { $0.listed(atMost: .max) }
            let holds = each.isEmpty ? [] : ["  it has \(each.joined(separator: ", or ")) now"]
            return lines(outcome, failure) + holds
        }
    }

    private func lines(_ outcome: StepOutcome, _ failure: ApplyFailure) -> [String] {
        let attached =
            outcome.attached.isEmpty
            ? [] : ["  attached: \(outcome.attached.map(\.address.environment).listed(atMost: .max))"]
        return [style.red(line(outcome)), "  " + failure.text] + attached + backLines(outcome)
    }

    private func backLines(_ outcome: StepOutcome) -> [String] {
        outcome.rolledBack.map { ["  rolled back to \($0.to): \($0.values.listed(atMost: .max))"] } ?? []
    }

    private var notTried: [String] {
        report.outcomes.compactMap { outcome in
            guard case .notTried = outcome.result else { return nil }
            return line(outcome)
        }
    }

    /// How long each window really was; the longest of many.
    private var windows: String? {
        let all = report.windows.sorted { $0.length > $1.length }
        let lines = all.prefix(Self.windowLimit).map {
            "\($0.base.printable): \($0.value.printable) was at the base for \($0.length.secondsWords)"
        }
        let rest = all.count - lines.count
        return list("On their way", lines + (rest > 0 ? ["… and \(rest) more, for a shorter time"] : []))
    }

    private static let windowLimit = 10

    private var asRecorded: String? {
        report.isFromState
            ? "This instance has no list of environments: all of this is as the state has it." : nil
    }

    private func unrouted(_ title: String, isCertain: Bool) -> String? {
        list(
            title,
            report.unrouted.filter { $0.isCertain == isCertain }.map {
                style.red("\($0.base.printable): \($0.values.listed(atMost: .max))")
            }
        )
    }

    private var unwritten: String? {
        guard let failure = report.stateFailure else { return nil }
        let title = "The state file could not be written: \(failure)"
        let missing = list("Omni has, and the state file does not say", report.unwritten.map(\.words))
        return [title, missing, wayBack].compactMap(\.self).joined(separator: "\n\n")
    }

    private var wayBack: String? {
        guard let rescued, let path = rescued.path, let command = rescued.command else { return nil }
        let moment =
            report.stateFailure?.losesFile == true
            ? "unless the file that is there now is the right one" : "when the disk is well again"
        return """
            The whole state is saved in "\(path)". Before the next apply, \(moment):
              \(command)
            """
    }

    private var differing: String? {
        switch verification {
        case .notLooked: nil
        case .failed(let error):
            "Everything was carried out, but whether Omni has it could not be verified: "
                + Verification.words(error)
        case .looked(let differences, _):
            list("Omni differs from the manifest all the same", differences.map(\.words))
        }
    }

    private var unmet: String? {
        guard case .looked(_, let unmet) = verification else { return nil }
        return list("Expectations that Omni's routing does not meet", unmet.map { style.red($0.message) })
    }

    private func line(_ outcome: StepOutcome) -> String { "\(outcome.base): \(outcome.step.words)" }
}
