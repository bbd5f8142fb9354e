import Applying
import ArgumentParser
import Diagnostics
import OmniAPI
import OmniModel
import Planning
import Synchronization

/// The forms of what an apply gives: a document at its end, or an event a line while it runs.
enum ApplyFormat: ExpressibleByArgument {
    case document(OutputFormat)
    case events

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

struct ApplyOutputOptions: ParsableArguments {
    @Option(help: "The form of the result: text, json, markdown, or jsonl: an event a line, as it happens.")
    var output = ApplyFormat.document(.text)
}

/// One line of `apply --output jsonl`. Members that an event does not have are left out.
struct ApplyEventDocument: Encodable {
    enum Kind: String, Encodable {
        case begun, started, finished, failed, waiting, ended
        case rolledBack = "rolled_back"
    }

    private(set) var event: Kind
    private(set) var time = RunIdentity.now
    /// Of the first line alone, as the three below it.
    private(set) var formatVersion: String?
    private(set) var instance: String?
    private(set) var digest: String?
    private(set) var requests: Int?
    /// What the rate limit makes the requests take, or how long a wait is.
    private(set) var seconds: Int?
    private(set) var base: String?
    private(set) var request: RequestDocument?
    private(set) var error: TerminalText?
    private(set) var values: [AttributeValue]?
    /// The address of the environment that has the values again.
    private(set) var to: String?
    private(set) var reason: TerminalText?
    /// Of the last line alone: what `--output json` gives.
    private(set) var report: ApplyDocument?

    static func begun(_ plan: Plan, digest: String?, seconds: Int) -> Self {
        var line = Self(event: .begun)
        line.formatVersion = "1.0"
        line.instance = plan.instance?.url.description
        (line.digest, line.requests, line.seconds) = (digest, plan.requestCount, seconds)
        return line
    }

    static func ended(_ report: ApplyDocument) -> Self {
        var line = Self(event: .ended)
        line.report = report
        return line
    }

    init(_ event: ApplyEvent) {
        switch event {
        case .started(let step, let base): self.init(.started, step, base)
        case .finished(let step, let base): self.init(.finished, step, base)
        case .failed(let step, let base, let failure):
            self.init(.failed, step, base)
            error = failure.text
        case .rolledBack(let values, let address):
            self.init(event: .rolledBack)
            (base, self.values, to) = (address.base, values, address.description)
        }
    }

    init(_ wait: Wait) {
        self.init(event: .waiting)
        (seconds, reason) = (wait.seconds, wait.reasonWords)
    }

    private init(_ event: Kind, _ step: Step, _ base: String) {
        self.init(event: event)
        (self.base, request) = (base, RequestDocument(step))
    }

    private init(event: Kind) { self.event = event }
}

/// Writes each event as it happens, and whole before the next one, though bases run side by side: a run that is killed
/// leaves whole lines, which say all that was confirmed until then.
final class ApplyEventLog: Sendable {
    private let console: Console
    private let turn = Mutex(())

    init(_ console: Console) { self.console = console }

    func write(_ event: ApplyEventDocument) {
        turn.withLock { _ in
            do {
                try console.result(try event.jsonText(onOneLine: true))
            } catch {
                console.error("\(String(describing: error))")
            }
        }
    }
}
