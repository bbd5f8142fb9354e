import ArgumentParser
import Diagnostics
import FoundationEssentials
import Manifest
import OmniModel
import Planning
import StateStore

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Record environments that Omni has already; Omni is not changed.",
        discussion: """
            With ADDRESS and ID, for an instance without a list of environments: tells the state the id, and asks \
            nothing of Omni. With --all, elsewhere: reads Omni's list once and records every environment and user \
            attribute that the manifest names and Omni has, as an apply would before its first request.

            Exit codes: 0 recorded, 1 no list of environments, 4 another instance's state or an empty list, \
            5 authentication or permission, 6 locked, 64 usage, 65 manifest invalid.
            """
    )

    @Argument(
        help: "The environment's address, such as warehouse/dev.",
        completion: Completion.environments,
        transform: Self.parse
    )
    var address: Address?

    @Argument(help: "The id that Omni gave the environment.")
    var id: String?

    @Flag(help: "Record everything that the manifest names and Omni lists.")
    var all = false

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "A file with an address and an id in each line, or - for standard input.",
            valueName: "file"
        ),
        transform: usablePath
    )
    var list: String?

    @Option(
        help: ArgumentHelp(
            "With --all: only this base connection, by its label. Repeatable.",
            valueName: "base"
        ),
        completion: Completion.bases
    )
    var target: [String] = []

    @Flag(help: "With --all: believe an empty list of environments although the state has some.")
    var acceptEmpty = false

    @OptionGroup var manifestOptions: ManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup var lockOptions: LockOptions
    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func validate() throws {
        guard all else {
            if list == nil, address == nil || id == nil {
                throw ValidationError("give an address and an id, --from FILE, or --all")
            }
            if list != nil, address != nil { throw ValidationError("--from takes no address beside it") }
            if !target.isEmpty || acceptEmpty {
                throw ValidationError("--target and --accept-empty go with --all")
            }
            if let id, !id.isUUID {
                throw ValidationError("\(id.quoted) is no id of an environment, which are UUIDs")
            }
            return
        }
        if address != nil || list != nil { throw ValidationError("--all takes no address and no --from") }
    }

    private static func parse(_ text: String) throws -> Address {
        guard let address = Address(text) else {
            throw ValidationError("\"\(text)\" is no address; give it as base/environment")
        }
        return address
    }

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let manifest = try ValidManifest(manifestOptions, console: console)
            let name = try PlanInstance(connectionOptions, manifest: manifest.manifest, state: nil)
            guard let url = name?.url else {
                throw CommandError.noBaseURL(profiles: Profile.path(Variables()))
            }
            let given = try ImportList(address, id, from: list)
            let holding = StateHolding(
                operation: "import",
                timeout: lockOptions.duration,
                console: console,
                interrupts: Interrupts()
            )
            let location = stateOptions.location(besides: manifestOptions.paths)
            let words = try await location.held(holding) { held in
                try StateFile.check(held.state, path: held.name, instance: url.description)
                let (records, words) = try await finding(given, manifest, state: held.state, console)
                guard !records.isEmpty else { return words }
                let header = StateHeader(lineage: UUID().uuidString.lowercased(), instance: url.description)
                try await held.open(header, keepsIDs: true, console).append(records)
                return words
            }
            console.report(words)
            return .done
        }
    }

    /// What is to be recorded, and the words for it.
    private func finding(
        _ given: ImportList,
        _ manifest: ValidManifest,
        state: State?,
        _ console: Console
    ) async throws -> (records: [StateRecord], words: TerminalText) {
        guard !all else {
            let adoption = try await adoption(manifest, state: state, console)
            return (adoption.records, adoption.text)
        }
        let records = try given.records(manifest.manifest, state: state)
        let lines = given.entries.map { entry -> TerminalText in
            "\(quoted: entry.address.description) is recorded with the id \(entry.id)."
        }
        return (records, lines.joined(separator: "\n") + " The next plan compares its values.\n")
    }

    private func adoption(_ manifest: ValidManifest, state: State?, _ console: Console) async throws
        -> Adoption
    {
        var options = PlanOptions()
        options.targets = target
        options.acceptsEmptyList = acceptEmpty
        let planning = PlanInputs(manifest: manifest, state: state, options: options)
        let (observation, _) = try await planning.observe(
            connectionOptions,
            statePath: stateOptions.location(besides: manifestOptions.paths).name,
            offline: false,
            console
        )
        do {
            let adoption = try Adoption(
                manifest.manifest,
                state: state,
                observation: observation,
                options: options
            )
            console.warn(observation.vanishedBases(since: state, options))
            return adoption
        } catch {
            try console.show(error, in: manifest.sources)
            throw ExitStatus(of: error)
        }
    }
}

/// What `import --all` did, and what is left for an apply.
extension Adoption {
    fileprivate var text: TerminalText {
        let environments = bases.reduce(0) { $0 + $1.adopted.count }
        let attributes = bases.compactMap(\.attribute).count
        let missing = bases.flatMap(\.missing).map { "\($0.address)" as TerminalText }
        let lists = [
            bases.flatMap(\.recordedLines).block("Recorded:"),
            missing.block("Not in Omni, so that the next apply attaches them:"),
            bases.flatMap(\.changingLines).block("Different in Omni, so that the next apply changes them:"),
            "Recorded \(environments.of("environment")) and \(attributes.of("user attribute")); Omni is as it was.",
        ]
        return lists.compactMap(\.self).paragraphs
    }
}

extension Adoption.Base {
    fileprivate var recordedLines: [TerminalText] {
        let attribute = attribute.map { "\(label): user attribute \($0.name)" as TerminalText }
        return adopted.map { "\($0.address)  \($0.id?.text ?? "")" } + [attribute].compactMap(\.self)
    }

    fileprivate var changingLines: [TerminalText] {
        changing.map { change in
            if case .setAttribute = change { "\(label): \(change.words)" } else { change.words }
        }
    }
}
