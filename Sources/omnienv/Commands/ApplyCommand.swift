import ArgumentParser
import Reconciler

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Plan, ask, and carry the plan out.",
        discussion: """
            Every confirmed call is recorded in the state file before the next one starts. The first Ctrl-C \
            finishes the calls in flight; the second one stops at once.

            Exit codes: 0 applied or nothing to do, 3 incomplete, 4 refused by a guard, 5 authentication or \
            permission, 6 locked, 64 usage, 65 manifest invalid, 130 or 143 interrupted.
            """
    )

    @OptionGroup var manifestOptions: ManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup(title: "Planning") var planningOptions: PlanningOptions

    @Flag(help: "Do not ask before carrying the plan out.")
    var autoApprove = false

    @Option(help: ArgumentHelp("How many base connections to work on at once.", valueName: "bases"))
    var parallelism = 4

    @Option(
        help: ArgumentHelp(
            "How long to wait for the lock on the state, such as 30s or 5m.",
            valueName: "time"
        )
    )
    var lockTimeout = TimeSpan(.seconds(30))

    @Flag(help: "Do not read the list once more after the last write.")
    var noVerify = false

    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func validate() throws {
        if parallelism < 1 { throw ValidationError("--parallelism takes a number from 1 up") }
    }

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            guard autoApprove || Console.inputIsTerminal else {
                console.error(
                    "there is no terminal to ask at: give --auto-approve to apply without being asked"
                )
                return .usage
            }
            guard autoApprove || !manifestOptions.file.contains("-") else {
                console.error(
                    "standard input cannot be both the manifest and the answer: give --auto-approve"
                )
                return .usage
            }
            return try await ApplySession(self, console: console).run()
        }
    }
}

/// A time as an option takes it: a number with `ms`, `s`, `m` or `h`; without a unit, seconds.
struct TimeSpan: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let digits = argument.prefix(while: \.isNumber)
        guard let number = Int(digits) else { return nil }
        switch argument.dropFirst(digits.count) {
        case "ms": duration = .milliseconds(number)
        case "", "s": duration = .seconds(number)
        case "m": duration = .seconds(number * 60)
        case "h": duration = .seconds(number * 3600)
        default: return nil
        }
    }

    var defaultValueDescription: String { "\(duration.components.seconds)s" }
}
