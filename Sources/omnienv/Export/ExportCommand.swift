import ArgumentParser
import Diagnostics
import DurableFiles
import FoundationEssentials
import LocatedYAML
import Manifest
import OmniAPI
import OmniModel
import Planning

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a manifest from what Omni has.",
        discussion: """
            Takes every connection that has environments or a user attribute, or those that --base names. Names \
            become labels, and ids stay ids. What a manifest cannot say is left out, with a comment and a \
            warning. A plan of the result has no changes; the first apply adopts everything without a write.

            Exit codes: 0 written, 1 nothing to export or no list of environments, 5 authentication or permission, \
            64 usage.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Only this base connection: its id, its name, or the label that an export gives it. Repeatable.",
            valueName: "base"
        )
    )
    var base: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write to this file, which must not exist yet, instead of standard output.",
            valueName: "path"
        ),
        completion: Completion.manifests,
        transform: usablePath
    )
    var out: String?

    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            if let out, FileManager.default.fileExists(atPath: out) {
                throw CommandError.alreadyThere(path: out)
            }
            let instance = try Instance(connectionOptions, manifest: nil)
            let exported = try await read(instance, console)
            let text = exported.text
            try check(text, console)
            for remark in exported.remarks { console.warning("\(remark)") }
            for base in exported.unknownBases {
                console.warning(
                    "the base connection \(base) is left out: it is deleted, or not in Omni's list of connections"
                )
            }
            try write(text, console)
            console.note(
                """
                exported \(exported.bases.count.of("base connection")) with \
                \(exported.environmentCount.of("environment")); next: omnienv plan
                """
            )
            return .done
        }
    }

    private func read(_ instance: Instance, _ console: Console) async throws -> ExportedManifest {
        let settings = try instance.settings(rate: connectionOptions.rate)
        let hooks = ClientHooks.live(console: console, interrupts: Interrupts())
        let (environments, connections) = try await withOmniReader(settings, hooks: hooks) { reader in
            let observation = try await instance.observe(reader, Observation.Needs(connections: nil))
            guard let environments = observation.listedEnvironments else { throw CommandError.nothingListed }
            // What an export leaves out would look as if it were not there.
            if let row = observation.oddRows.first { throw PlanFailure.oddRow(lacks: row.lacks) }
            return (environments, try await reader.connections(includeDeleted: true))
        }
        return try ExportedManifest(
            instance: instance.url.description,
            connections: connections,
            environments: environments,
            wanted: base
        )
    }

    /// Nothing that this program would refuse leaves it.
    private func check(_ text: String, _ console: Console) throws {
        let loaded = ManifestLoader.load(
            SourceList([SourceFile(name: out ?? "export", bytes: Array(text.utf8))])
        )
        guard loaded.manifest == nil else { return }
        console.show(loaded.diagnostics, in: loaded.sources)
        throw CommandError.invalidExport
    }

    private func write(_ text: String, _ console: Console) throws {
        guard let out else { return try console.result(TerminalText(document: text)) }
        do {
            try SystemFiles().create(out, with: Array(text.utf8))
        } catch  where error.isAlreadyThere {
            throw CommandError.alreadyThere(path: out)
        }
    }
}
