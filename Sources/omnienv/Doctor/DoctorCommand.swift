import ArgumentParser
import Diagnostics
import DurableFiles
import HTTPTransport
import Manifest
import OmniAPI
import OmniModel
import Planning
import StateStore

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check address, token, endpoints, connections, user attributes, state and lock.",
        discussion: """
            Makes at most four reads of Omni and changes nothing there. Of a shared store it takes the lock once and frees \
            it, which shows whether it excludes others. Each line is ok, a warning, or failed, with the fix. \
            Without a manifest, what it would name is not checked.

            Exit codes: 0 nothing failed, 1 something failed, 5 the token or its permissions failed, 64 usage, \
            65 manifest invalid.
            """
    )

    @OptionGroup var manifestOptions: OptionalManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @Option(help: PlainFormat.help) var output = PlainFormat.text
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let manifest = try manifestOptions.manifest(console)?.manifest
            let location = stateOptions.location(besides: manifestOptions.paths)
            let doctor = DoctorRun(command: self, manifest: manifest, location: location, console: console)
            let diagnosis = Diagnosis(await doctor.results())
            try console.result(diagnosis, as: output)
            guard diagnosis.hasFailed else { return .done }
            return diagnosis.failsByToken ? .unauthorized : .failed
        }
    }
}

/// Gathers what `doctor` judges: four reads of Omni, and the files.
struct DoctorRun {
    let command: DoctorCommand
    let manifest: Manifest?
    let location: StateLocation
    let console: Console

    func results() async -> [any CheckResult] {
        let files = manifestResults + (await stateResults)
        do {
            let instance = try Instance(command.connectionOptions, manifest: manifest)
            return try await omniResults(instance) + files
        } catch {
            let isToken = ExitStatus(of: error) == .unauthorized
            return [ReachCheckResult.unconfigured(TerminalText(of: error), isToken: isToken)] + files
        }
    }

    private func omniResults(_ instance: Instance) async throws -> [any CheckResult] {
        let settings = try instance.settings(rate: command.connectionOptions.rate)
        let hooks = ClientHooks.live(console: console, interrupts: Interrupts())
        let answers = try await withOmniReader(settings, hooks: hooks) { await OmniAnswers.read(from: $0) }
        let reach = answers.results(
            instance: instance.url,
            proxy: settings.proxy.map { "\($0.host):\($0.port)" },
            tokenSource: instance.tokenSource
        )
        guard let manifest else { return reach }
        guard let connections = try? answers.connections.get() else {
            return reach + [StateCheckResult.manifestNotCompared]
        }
        let check = LiveBaseCheck(
            connections: connections,
            environments: answers.listedEnvironments,
            attributes: try? answers.userAttributes?.get()
        )
        return reach + check.results(manifest)
    }
}

// MARK: - Files
extension DoctorRun {
    private var manifestResults: [any CheckResult] {
        guard let manifest else {
            return [StateCheckResult.noManifest(path: ManifestInputs.standard)]
        }
        let environments = manifest.bases.reduce(0) { $0 + $1.environments.count }
        return [StateCheckResult.manifest(bases: manifest.bases.count, environments: environments)]
    }

    private var stateResults: [any CheckResult] {
        get async {
            switch location {
            case .file(let path):
                let replayed = Result { () throws(StateError) in try StateFile.load(path) }
                return results(replayed, isWritable: File.isWritable(path)) + lockResults(path)
            case .store: return await storeResults
            }
        }
    }

    /// The lock of a shared store is taken once and freed, which shows whether it excludes others.
    private var storeResults: [any CheckResult] {
        get async {
            let holding = StateHolding(
                operation: "doctor",
                timeout: .zero,
                console: console,
                interrupts: Interrupts()
            )
            do {
                let replayed = try await location.held(holding) { $0.replayed }
                return results(.success(replayed)) + [StateCheckResult.lockFree]
            } catch CommandError.storeLocked(let holder, _) {
                return await lockedStoreResults + [StateCheckResult.storeLocked(CommandError.locked(holder))]
            } catch {
                return [unusable(error)]
            }
        }
    }

    private var lockedStoreResults: [any CheckResult] {
        get async {
            do { return results(.success(try await location.read())) } catch { return [unusable(error)] }
        }
    }

    private func unusable(_ error: any Error) -> StateCheckResult {
        switch error {
        case StateError.store(let name, let error): .storeUnusable(name, "\(error)")
        case let error as StateError: .unusable(error)
        default: .storeUnusable(location.name, TerminalText(of: error))
        }
    }

    /// - Parameter isWritable: that of a store shows when it is written.
    private func results(_ replayed: Result<StateFormat.Replayed, StateError>, isWritable: Bool = true)
        -> [any CheckResult]
    {
        let known = try? PlanInstance(command.connectionOptions, manifest: manifest, state: nil)?.url
        return StateCheckResult.all(
            replayed,
            path: location.name,
            instance: known?.description,
            isWritable: isWritable
        )
    }

    private func lockResults(_ statePath: String) -> [any CheckResult] {
        do {
            guard try StateLock.isHeld(statePath: statePath) else { return [StateCheckResult.lockFree] }
            return [StateCheckResult.lockHeld(StateLock.holder(statePath: statePath))]
        } catch {
            return [StateCheckResult.lockUnreadable(error)]
        }
    }
}
