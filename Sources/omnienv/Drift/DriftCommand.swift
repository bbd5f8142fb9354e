import ArgumentParser
import Diagnostics
import Manifest
import OmniAPI
import OmniModel
import Planning
import StateStore

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Show what others have changed in Omni since the last apply.",
        discussion: """
            Compares what Omni lists with the state that the last apply left; without a state, with the manifest. \
            What the manifest has changed since is called pending and is no drift. Without a manifest the state \
            alone is compared. At most three reads are made, and nothing is changed in Omni. With --metrics a file for \
            Prometheus is written, also when the check fails.

            Exit codes: 0 no drift, 2 drift, 4 another instance or an empty list, 5 authentication or permission, \
            64 usage, 65 manifest invalid.
            """
    )

    @OptionGroup var manifestOptions: OptionalManifestOptions
    @OptionGroup var stateOptions: StateOptions

    @Option(
        help: ArgumentHelp("Only this base connection, by its label. Repeatable.", valueName: "base"),
        completion: Completion.bases
    )
    var target: [String] = []

    @Flag(help: "Believe an empty list of environments although the state has some.")
    var acceptEmpty = false

    @OptionGroup var metricsOptions: MetricsOptions
    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @Option(help: OutputFormat.help) var output = OutputFormat.text
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let report = try await metricsOptions.noticing(console) { try await check(console) }
            try console.result(report, as: output)
            try metricsOptions.write(report)
            return report.hasDrift ? .changesFound : .done
        }
    }

    private func check(_ console: Console) async throws -> DriftReport {
        let manifest = try manifestOptions.manifest(console)
        let location = stateOptions.location(besides: manifestOptions.paths)
        let state = try await location.read().state
        guard manifest != nil || state != nil else {
            throw CommandError.nothingToCompare(manifest: ManifestInputs.standard, state: location.name)
        }
        let instance = try Instance(connectionOptions, manifest: manifest?.manifest)
        try StateFile.check(state, path: location.name, instance: instance.url.description)
        let needs = Observation.Needs(
            connections: (manifest?.manifest.connectionIDs ?? []).union(state?.connectionIDs ?? []),
            userAttributes: manifest?.manifest.assertsUserAttributes ?? false,
            includeDeleted: true
        )
        let observation = try await observe(instance, needs, console)
        let unfinished = location.unfinishedBases(in: state)
        return try compare(manifest, state, observation, unfinished: unfinished, console)
    }

    private func observe(_ instance: Instance, _ needs: Observation.Needs, _ console: Console) async throws
        -> Observation
    {
        let settings = try instance.settings(rate: connectionOptions.rate)
        let hooks = ClientHooks.live(console: console, interrupts: Interrupts())
        return try await withOmniReader(settings, hooks: hooks) { reader in
            try await instance.observe(reader, needs)
        }
    }

    private func compare(
        _ manifest: ValidManifest?,
        _ state: State?,
        _ observation: Observation,
        unfinished: Set<ConnectionID>,
        _ console: Console
    ) throws -> DriftReport {
        var options = PlanOptions()
        options.targets = target
        options.acceptsEmptyList = acceptEmpty
        do {
            let report = try DriftCheck.report(
                manifest?.manifest,
                state: state,
                observation: observation,
                unfinished: unfinished,
                options: options
            )
            console.warn(
                observation.vanishedBases(since: state, options) + observation.unread
                    + report.remarks
                    + report.assertions.filter(\.isUnread).map(PlanWarning.assertion)
            )
            return report
        } catch {
            try console.show(error, in: manifest?.sources ?? SourceList())
            throw ExitStatus(of: error)
        }
    }
}

extension StateLocation {
    /// The bases of the last apply, where it is under way elsewhere or was cut off: its store has not heard of all that
    /// it did. A file has.
    fileprivate func unfinishedBases(in state: State?) -> Set<ConnectionID> {
        guard case .store = self, let last = state?.runs.entries.last,
            let run = try? RecordedRun(reading: last), run.end == nil
        else { return [] }
        return Set(run.bases)
    }
}
