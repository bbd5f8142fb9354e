import ArgumentParser
import Diagnostics
import OmniModel
import Planning
import StateStore

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would do, and who would be routed where.",
        discussion: """
            Compares the manifest with what Omni lists, or with --offline with the cached state. Nothing is \
            changed, neither in Omni nor in the state file.

            A plan begins with the instance and the guards that it lifts, and goes from what is most dangerous to what \
            is least. It has a digest of 32 digits: "apply --expect DIGEST" carries out no other plan. With --out the \
            plan goes to a file: "apply FILE" plans anew with the same options, and carries that out if it is the same \
            plan as in the file.

            --output github gives annotations for GitHub's runner, and gitlab a code quality report: what becomes of each \
            value, at the line of the manifest that says so.

            Exit codes: 0 planned, 2 with --detailed-exitcode when there are changes, 4 refused by a guard, \
            5 authentication or permission, 65 manifest invalid.
            """
    )

    @OptionGroup var manifestOptions: ManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup(title: "Planning") var planningOptions: PlanningOptions

    @Flag(help: "Plan from the cached state, without a token and without the network.")
    var offline = false

    @Flag(help: "Exit with 2 when there are changes.")
    var detailedExitcode = false

    @Option(
        help: ArgumentHelp("Save the plan in this file, for apply FILE.", valueName: "file"),
        completion: Completion.plans,
        transform: usablePath
    )
    var out: String?

    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @OptionGroup var outputOptions: ShownPlanOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func validate() throws {
        if offline, out != nil {
            throw ValidationError(
                "--offline and --out exclude each other: a saved plan is bound to what Omni has, and --offline does not look"
            )
        }
    }

    func run() async throws {
        let console = consoleOptions.console.reporting(as: outputOptions.output)
        try await running(console) {
            if let out { try SavedPlan.checkCanBeSaved(to: out) }
            let location = stateOptions.location(besides: manifestOptions.paths)
            async let state = location.read().state
            let manifest = try ValidManifest(manifestOptions, console: console)
            let planning = PlanInputs(
                manifest: manifest,
                state: try await state,
                options: planningOptions.planOptions
            )
            let (observation, instance) = try await planning.observe(
                connectionOptions,
                statePath: location.name,
                offline: offline,
                console
            )
            let plan = try planning.plan(observation, for: instance, console: console)
            let shown = ShownPlan(
                plan: plan,
                rate: connectionOptions.rate,
                digest: planning.digest(of: plan),
                maxBytes: outputOptions.maxBytes
            ) { planning.places(of: plan) }
            let isWhole = try outputOptions.show(shown, console)
            console.show(plan.refusals, of: plan)
            guard plan.refusals.isEmpty, isWhole else { return .refused }
            if let out { try save(plan, of: planning, seeing: observation, to: out, console) }
            return detailedExitcode && plan.hasChanges ? .changesFound : .done
        }
    }

    private func save(
        _ plan: Plan,
        of planning: PlanInputs,
        seeing observation: Observation,
        to out: String,
        _ console: Console
    ) throws {
        let origin = planning.origin(plan.instance)
        let saved = SavedPlan(plan, from: origin, observation: observation, options: planning.options)
        try saved.save(showing: planning.document(of: plan), to: out)
        let hint: TerminalText = Console.givesHints ? "; to carry it out: omnienv apply \(shell: out)" : ""
        console.note("saved in \(quoted: out)\(hint)")
    }
}

struct PlanningOptions: ParsableArguments {
    @Flag(
        help: """
            Detach environments, and remove attributes, that are managed and no longer in the manifest. Those of a \
            base that has left the manifest itself, only with --target.
            """
    )
    var prune = false

    @Option(
        help: ArgumentHelp(
            """
            Only this base connection, by its label; or only an environment, as base/environment, and what exchanges \
            values with it. Repeatable.
            """,
            valueName: "address"
        ),
        completion: Completion.targets
    )
    var target: [String] = []

    @Flag(help: "Believe an empty list of environments although the state has some.")
    var acceptEmpty = false

    @Option(
        help: ArgumentHelp(
            "Let this value fall back to a base with isolation: strict; \"all\" for every value. Repeatable.",
            valueName: "value"
        )
    )
    var allowFallback: [String] = []

    @Option(
        help: ArgumentHelp(
            "Detach up to this many environments, even if they are more than 30 % of ten or more.",
            valueName: "count"
        )
    )
    var maxDetach: Int?

    func validate() throws {
        if let maxDetach, maxDetach < 0 { throw ValidationError("--max-detach takes a number from 0 up") }
    }

    var areGiven: Bool { planOptions != PlanOptions() }

    var planOptions: PlanOptions {
        var options = PlanOptions()
        options.prunes = prune
        options.targets = target
        options.acceptsEmptyList = acceptEmpty
        options.allowedFallbacks = PlanOptions.AllowedFallbacks(allowFallback)
        options.maxDetach = maxDetach
        return options
    }
}
