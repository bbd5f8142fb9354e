import Applying
import Diagnostics
import JSONText
import OmniModel
import Planning
import StateStore

extension ApplyOutcome {
    /// How an apply ended, as `--output json` gives it.
    var document: JSONValue {
        let count = report.count
        let head: JSONValue = [
            "format_version": "1.0",
            "complete": .boolean(isComplete),
            "interrupted": .boolean(report.wasInterrupted),
            "summary": [
                "added": .number(count.add), "changed": .number(count.change),
                "destroyed": .number(count.destroy),
            ],
            "outcomes": .array(report.outcomes.map(\.document)),
            "routed_to_base": .array(report.unrouted.map(\.document)),
            "fallback_windows": .array(report.windows.map(\.document)),
            // `state` where no list of environments could confirm the report.
            "basis": report.isFromState ? "state" : "omni",
            // Why the state file could not be written; absent when it was.
            "state_error": report.stateFailure.map { .text("\($0)") },
            // What Omni has and the state file does not say, in words.
            "unrecorded": .array(report.unwritten.map { .text($0.words) }),
            // The whole state, to be moved over the state file; absent when nothing is missing from that, or no file could
            // be written.
            "rescue_file": (rescued?.path).map(JSONValue.string),
        ]
        return head.adding(verification.document)
    }
}

extension Verification {
    /// What the last reading of Omni found to differ from the manifest, and the expectations that Omni's routing does not
    /// meet; or why that reading failed.
    fileprivate var document: JSONValue {
        switch self {
        case .looked(let differences, let unmet):
            [
                "differences": .array(differences.map { $0.document() }),
                "unmet_expectations": .array(unmet.map { .text("\($0.message)") }),
            ]
        case .notLooked: [:]
        case .failed(let error): ["verification_error": .text(TerminalText(of: error))]
        }
    }
}

extension StepOutcome {
    fileprivate var document: JSONValue {
        let content: JSONValue = [
            "base": .string(base),
            "request": step.document,
            "attached": .strings(attached.map(\.address.description)),
            // Values that are routed to this environment again, because their move could not be finished.
            "rolled_back": .array(
                rolledBack.map { [["values": .values($0.values), "to": .string($0.to.description)]] } ?? []
            ),
        ]
        return content.adding(result.document)
    }
}

extension StepOutcome.Result {
    /// `holds` is what the environment has since the request was rolled back; `may_hold` what it may have where a lost answer
    /// leaves several possibilities.
    fileprivate var document: JSONValue {
        switch self {
        case .done: ["result": "done"]
        case .rolledBack(let now): ["result": "rolled_back", "holds": .values(now)]
        case .failed(let failure): ["result": "failed", "error": .text(failure.text)]
        case .inDoubt(let failure, let perhaps):
            [
                "result": "in_doubt", "error": .text(failure.text),
                "may_hold": .array(perhaps.map(JSONValue.values)),
            ]
        case .notTried: ["result": "not_tried"]
        }
    }
}

extension UnroutedValues {
    /// `certain` is false where a lost answer leaves it open, and Omni's list could not tell.
    fileprivate var document: JSONValue {
        ["base": .string(base), "values": .values(values), "certain": .boolean(isCertain)]
    }
}

extension RealWindow {
    /// How long a value was at the base connection on its way.
    fileprivate var document: JSONValue {
        [
            "base": .string(base), "value": .string(value.text),
            "seconds": .decimal((length / .milliseconds(10)).rounded() / 100),
        ]
    }
}
