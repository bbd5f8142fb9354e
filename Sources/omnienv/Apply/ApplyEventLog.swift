import Applying
import ArgumentParser
import Diagnostics
import JSONText
import OmniAPI
import OmniModel
import Planning
import Synchronization

/// The forms of what an apply gives: a document at its end, or an event a line while it runs.
enum ApplyFormat: ExpressibleByArgument {
    case document(OutputFormat)
    case events

    static let help: ArgumentHelp = """
        The form of the result: text, json, markdown, or jsonl: an event a line, as it happens.
        """

    private static let eventsWord = "jsonl"

    init?(argument: String) {
        if argument == Self.eventsWord {
            self = .events
        } else if let format = OutputFormat(rawValue: argument) {
            self = .document(format)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { OutputFormat.allCases.map(\.rawValue) + [eventsWord] }

    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

    var defaultValueDescription: String {
        switch self {
        case .document(let format): format.rawValue
        case .events: Self.eventsWord
        }
    }

    /// Whether standard output is for programs, so that a plan which somebody has to read goes elsewhere.
    var isForPrograms: Bool {
        switch self {
        case .document(let format): format == .json
        case .events: true
        }
    }
}

/// The lines of `apply --output jsonl`: what happened, when, and what belongs to it.
extension JSONValue {
    private static func event(_ name: String, _ members: JSONValue) -> JSONValue {
        let head: JSONValue = ["event": .string(name), "time": .string(RunIdentity.now)]
        return head.adding(members)
    }

    /// - Parameter seconds: what the rate limit makes the requests take.
    static func begun(_ plan: Plan, digest: String?, seconds: Int) -> JSONValue {
        event(
            "begun",
            [
                "format_version": "1.0", "instance": (plan.instance?.url.description).map(JSONValue.string),
                "digest": digest.map(JSONValue.string), "requests": .number(plan.requestCount),
                "seconds": .number(seconds),
            ]
        )
    }

    static func happened(_ happening: ApplyEvent) -> JSONValue {
        switch happening {
        case .started(let step, let base):
            event("started", ["base": .string(base), "request": step.document])
        case .finished(let step, let base):
            event("finished", ["base": .string(base), "request": step.document])
        case .failed(let step, let base, let failure):
            event(
                "failed",
                ["base": .string(base), "request": step.document, "error": .text(failure.text)]
            )
        case .rolledBack(let values, let address):
            event(
                "rolled_back",
                [
                    "base": .string(address.base), "values": .values(values),
                    // The environment that has the values again.
                    "to": .string(address.description),
                ]
            )
        }
    }

    static func waiting(_ wait: Wait) -> JSONValue {
        event("waiting", ["seconds": .number(wait.seconds), "reason": .text(wait.reasonWords)])
    }

    /// - Parameter outcome: what `--output json` gives of the whole apply.
    static func ended(_ outcome: ApplyOutcome) -> JSONValue { event("ended", ["report": outcome.document]) }
}

/// Writes each event as it happens, and whole before the next one, though bases run side by side: a run that is killed
/// leaves whole lines, which say all that was confirmed until then.
final class ApplyEventLog: Sendable {
    private let console: Console
    private let turn = Mutex(())

    init(_ console: Console) { self.console = console }

    func write(_ event: JSONValue) {
        turn.withLock { _ in console.report(event.jsonText(onOneLine: true)) }
    }
}
