import Applying
import Diagnostics
import OmniModel
import Planning
import StateStore

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
        if report.isComplete, verification.isFine { return style.bold("Apply complete! " + sum) + "\n" }
        let lists = [
            list("Done", done), list("Rolled back", rolledBack), list("Perhaps rolled back", inDoubt),
            list("Failed", failed), list("Not tried", notTried),
            unrouted("Routed to the base connection now, until the next apply", isCertain: true),
            unrouted("Perhaps routed to the base connection now, until the next apply", isCertain: false),
            unwritten,
            differing, unmet,
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
            return [style.yellow(line(outcome)), "  it has \(now.listed(atMost: .max)) now"]
        }
    }

    private var inDoubt: [String] {
        report.outcomes.flatMap { outcome -> [String] in
            guard case .inDoubt(let perhaps) = outcome.result else { return [] }
            let each = perhaps.map { $0.listed(atMost: .max) }
            return [style.yellow(line(outcome)), "  it has \(each.joined(separator: ", or ")) now"]
        }
    }

    private var failed: [String] {
        report.outcomes.flatMap { outcome -> [String] in
            guard case .failed(let failure, let rolledBack) = outcome.result else { return [] }
            let back = rolledBack.map { "  rolled back to \($0.to): \($0.values.listed(atMost: .max))" }
            let attached =
                outcome.attached.isEmpty
                ? [] : ["  attached: \(outcome.attached.map(\.address.environment).listed(atMost: .max))"]
            return [style.red(line(outcome)), "  " + failure.text] + attached + back
        }
    }

    private var notTried: [String] {
        report.outcomes.compactMap { outcome in
            guard case .notTried = outcome.result else { return nil }
            return line(outcome)
        }
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
