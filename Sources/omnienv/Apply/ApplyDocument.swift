import Applying
import Diagnostics
import OmniModel
import Planning
import StateStore

/// How an apply ended, as `--output json` gives it.
struct ApplyDocument: Encodable {
    struct Outcome: Encodable {
        let base: String
        let request: RequestDocument
        let result: String
        let error: TerminalText?
        let attached: [String]
        /// Values that are routed to this environment again, because their move could not be finished.
        let rolledBack: [RolledBackValues]
        /// What the environment holds since the request was rolled back.
        let holds: [AttributeValue]?
        /// What it may hold where a lost answer leaves several possibilities.
        let mayHold: [[AttributeValue]]?
    }

    struct Unrouted: Encodable {
        let base: String
        let values: [AttributeValue]
        /// False where a lost answer leaves it open, and Omni's list could not tell.
        let certain: Bool
    }

    struct RolledBackValues: Encodable {
        let values: [AttributeValue]
        let to: String
    }

    /// How long a value was at the base connection on its way.
    struct Window: Encodable {
        let base: String
        let value: AttributeValue
        let seconds: Double
    }

    struct Summary: Encodable {
        let added: Int
        let changed: Int
        let destroyed: Int
    }

    let formatVersion = "1.0"
    let complete: Bool
    let interrupted: Bool
    let summary: Summary
    let outcomes: [Outcome]
    let routedToBase: [Unrouted]
    let fallbackWindows: [Window]
    /// `omni`, or `state` where no list of environments could confirm the report.
    let basis: String
    /// Why the state file could not be written; absent when it was.
    let stateError: TerminalText?
    /// What Omni has and the state file does not say, in words.
    let unrecorded: [TerminalText]
    /// The whole state, to be moved over the state file; absent when nothing is missing from that, or no file could
    /// be written.
    let rescueFile: String?
    /// What the last reading of Omni found to differ from the manifest; absent when that could not be seen.
    let differences: [ChangeDocument]?
    /// The expectations that Omni's routing does not meet; absent as above.
    let unmetExpectations: [TerminalText]?
    /// Why the last look failed; absent when it did not.
    let verificationError: TerminalText?

    init(_ outcome: ApplyOutcome) {
        let report = outcome.report
        complete = outcome.isComplete
        interrupted = report.wasInterrupted
        let count = report.count
        summary = Summary(added: count.add, changed: count.change, destroyed: count.destroy)
        outcomes = report.outcomes.map(Outcome.init)
        routedToBase = report.unrouted.map {
            Unrouted(base: $0.base, values: $0.values, certain: $0.isCertain)
        }
        fallbackWindows = report.windows.map {
            Window(base: $0.base, value: $0.value, seconds: ($0.length / .milliseconds(10)).rounded() / 100)
        }
        basis = report.isFromState ? "state" : "omni"
        stateError = report.stateFailure.map { "\($0)" }
        unrecorded = report.unwritten.map(\.words)
        rescueFile = outcome.rescued?.path
        (differences, unmetExpectations, verificationError) =
            switch outcome.verification {
            case .looked(let differences, let unmet):
                (differences.map { ChangeDocument($0) }, unmet.map { "\($0.message)" }, nil)
            case .notLooked: (nil, nil, nil)
            case .failed(let error): (nil, nil, TerminalText(of: error))
            }
    }
}

extension ApplyDocument.Outcome {
    init(_ outcome: StepOutcome) {
        base = outcome.base
        request = RequestDocument(outcome.step)
        attached = outcome.attached.map(\.address.description)
        rolledBack = outcome.rolledBack.map { [.init(values: $0.values, to: $0.to.description)] } ?? []
        (result, error, holds, mayHold) =
            switch outcome.result {
            case .done: ("done", nil, nil, nil)
            case .rolledBack(let now): ("rolled_back", nil, now, nil)
            case .failed(let failure): ("failed", failure.text, nil, nil)
            case .inDoubt(let failure, let perhaps): ("in_doubt", failure.text, nil, perhaps)
            case .notTried: ("not_tried", nil, nil, nil)
            }
    }
}
