import Applying
import ArgumentParser
import Diagnostics
import OmniAPI
import OmniModel
import Planning
import StateStore

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Plan, ask, and carry the plan out; or carry out a saved plan.",
        discussion: """
            With a file from "plan --out", that plan is made anew with its options, and carried out without a question \
            if it is the same. It is refused when the file was edited or applied already, or when the manifest, the \
            state or Omni have changed since. Without -f the manifest is the one that the plan was made from.

            Every confirmed call is recorded in the state file before the next one starts. The first Ctrl-C, \
            SIGTERM or SIGHUP finishes the calls in flight and puts values on their way back or where they \
            go; the second one stops at once.

            Exit codes: 0 applied or nothing to do, 3 incomplete, 4 refused by a guard, 5 authentication or \
            permission, 6 locked, 64 usage, 65 manifest invalid, 129, 130 or 143 interrupted.
            """
    )

    @Argument(
        help: "A plan that plan --out has saved.",
        completion: Completion.plans,
        transform: usablePath
    )
    var plan: String?

    @OptionGroup var manifestOptions: ManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup(title: "Planning") var planningOptions: PlanningOptions

    @Flag(help: "Do not ask before carrying the plan out.")
    var autoApprove = false

    @OptionGroup var applyOptions: ApplyOptions
    @OptionGroup var lockOptions: LockOptions

    @Option(
        name: .customLong("lock-id"),
        help: ArgumentHelp(
            "Work under this hold of a shared store, which state lock --hold has taken, and leave it.",
            valueName: "id"
        )
    )
    var lockID: String?

    @Flag(help: "Do not read the list once more after the last write.")
    var noVerify = false

    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @Option(help: ApplyFormat.help) var output = ApplyFormat.document(.text)
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func validate() throws {
        if lockID?.isBlank == true { throw ValidationError("--lock-id takes the id of a hold") }
        if plan != nil, planningOptions.areGiven {
            throw ValidationError(
                "a saved plan was made with its own --prune, --target, --accept-empty, --allow-fallback and --max-detach: leave them out, or plan again"
            )
        }
    }

    /// Whether nobody has to be asked: a saved plan was read when it was made.
    var isApproved: Bool { autoApprove || plan != nil }

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            guard isApproved || Console.inputIsTerminal else {
                console.error(
                    "there is no terminal to ask at: give --auto-approve to apply without being asked"
                )
                return .usage
            }
            guard isApproved || !manifestOptions.paths.contains("-") else {
                console.error(
                    "standard input cannot be both the manifest and the answer: give --auto-approve"
                )
                return .usage
            }
            return try await ApplySession(self, console: console).run()
        }
    }
}

struct ApplyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Carry out only the plan of this digest, as plan prints it; another one is refused. Without it OMNIENV_EXPECT's.",
            valueName: "digest"
        )
    )
    var expect: String?

    @Option(
        help: ArgumentHelp(
            "How many base connections to work on at once. Without it OMNIENV_PARALLELISM, or 4.",
            valueName: "bases"
        )
    )
    var parallelism: Int?

    func validate() throws {
        if let parallelism, parallelism < 1 {
            throw ValidationError("--parallelism takes a number from 1 up")
        }
        if let expect, Digest(text: expect) == nil {
            throw ValidationError(
                "--expect takes the \(Digest.length) hexadecimal digits that plan prints, not \"\(expect)\""
            )
        }
    }

    var basesAtOnce: Setting<Int> { Setting(parallelism, "--parallelism", .parallelism, else: 4) }
    var expected: Setting<String?> { Setting(expect, "--expect", .expect) }
}
