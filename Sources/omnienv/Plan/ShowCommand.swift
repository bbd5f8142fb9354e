import ArgumentParser
import Diagnostics
import StateStore

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a saved plan, in every form in which plan shows one.",
        discussion: """
            Reads a file that "plan --out" has written, and shows it as plan did. Omni is not asked, no token is needed, \
            and neither manifest nor state is read: whether they still are as they were, "apply FILE" finds out.

            A file that does not agree with itself or with its digest, or that another version has written, is refused.

            Exit codes: 0 shown, 4 with --fail-if-shortened when not all of it is, 65 no saved plan, or an edited one.
            """
    )

    @Argument(
        help: "A plan that plan --out has saved.",
        completion: Completion.plans,
        transform: usablePath
    )
    var plan: String

    @OptionGroup var rateOptions: RateOptions
    @OptionGroup var outputOptions: ShownPlanOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            do {
                let shown = try ShownPlan(
                    try SealedPlan.load(plan),
                    rate: rateOptions.setting.value,
                    maxBytes: outputOptions.maxBytes
                )
                return try outputOptions.show(shown, console) ? .done : .refused
            } catch let problem as SavedPlanProblem {
                console.error("\(problem)")
                return .invalidManifest
            }
        }
    }
}

/// In which form a plan is shown, and how much of it.
struct ShownPlanOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many bytes --output markdown may have.", valueName: "bytes"))
    var maxBytes = MarkdownComment.standardLimit

    @Flag(help: "Exit with 4 when --max-bytes has no room for every value that was routed and changes.")
    var failIfShortened = false

    @Option(help: ReportFormat.help) var output = ReportFormat.document(.text)

    func validate() throws {
        if maxBytes < 4_000 { throw ValidationError("--max-bytes takes a number from 4000 up") }
    }

    /// Gives whether the plan may be shown as it was, though a comment may have no room for all of it.
    func show(_ shown: ShownPlan, _ console: Console) throws -> Bool {
        switch output {
        case .findings(let format):
            try console.show(shown.findings, as: format)
            return true
        case .document(let format):
            try console.result(shown, as: format)
            guard failIfShortened, format != .text else { return true }
            let leftOut = shown.comment.leftOut.count
            guard leftOut > 0 else { return true }
            console.error("the comment has no room for \(leftOut.of("value")) that change: raise --max-bytes")
            return false
        }
    }
}
