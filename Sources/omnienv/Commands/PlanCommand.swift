import ArgumentParser
import OmniAPI
import Reconciler

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would do, and who would be routed where.",
        discussion: """
            Compares the manifest with what Omni lists, or with --offline with the cached state. Nothing is \
            changed, neither in Omni nor in the state file.

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

    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let path = stateOptions.path(besides: manifestOptions.file)
            async let state = StateFile.load(path).state
            let manifest = try ValidManifest(manifestOptions, console: console)
            let planning = Planning(
                manifest: manifest,
                state: try await state,
                options: planningOptions.planOptions
            )
            let plan = try planning.plan(
                try await planning.observe(
                    connectionOptions,
                    statePath: path,
                    offline: offline,
                    needsConnections: planning.needsConnections,
                    console
                ),
                console: console
            )
            try console.show(plan, as: outputOptions.output, rate: connectionOptions.rate)
            console.show(plan.refusals, of: plan)
            guard plan.refusals.isEmpty else { return .refused }
            return detailedExitcode && plan.hasChanges ? .changesFound : .done
        }
    }
}
