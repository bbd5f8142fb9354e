import ArgumentParser
import FoundationEssentials
import OmniAPI
import Reconciler

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Tell the state the id of an environment that Omni has already.",
        discussion: """
            For an instance without a list of environments, after an apply was cut off in a create. Where Omni \
            lists environments, a plan finds the id by itself. Omni is not asked.

            Exit codes: 0 recorded, 4 another instance's state, 6 locked, 64 usage, 65 manifest invalid.
            """
    )

    @Argument(help: "The environment's address, such as warehouse/dev.", transform: Self.parse)
    var address: Address

    @Argument(help: "The id that Omni gave the environment.")
    var id: String

    @OptionGroup var manifestOptions: ManifestOptions
    @OptionGroup var stateOptions: StateOptions

    @Option(
        help: ArgumentHelp(
            "How long to wait for the lock on the state, such as 30s or 5m.",
            valueName: "time"
        )
    )
    var lockTimeout = TimeSpan(.seconds(30))

    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    private static func parse(_ text: String) throws -> Address {
        guard let address = Address(text) else {
            throw ValidationError("\"\(text)\" is no address; give it as base/environment")
        }
        return address
    }

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let manifest = try ValidManifest(manifestOptions, console: console).manifest
            guard let url = try Instance.knownURL(connectionOptions, manifest: manifest) else {
                throw SessionError.noBaseURL
            }
            let path = stateOptions.path(besides: manifestOptions.file)
            let lock = try await LockWait.take(path, timeout: lockTimeout.duration, console: console)
            try await record(manifest, instance: url, statePath: path)
            _ = consume lock
            console.result(
                "\"\(address)\" is recorded with the id \(id). The next plan compares its values.\n"
            )
            return .done
        }
    }

    private func record(_ manifest: Manifest, instance: InstanceURL, statePath path: String) async throws {
        let replayed = try StateFile.load(path)
        try StateFile.check(replayed.state, path: path, instance: instance.description)
        let record = try Import.record(
            address,
            id: EnvironmentID(id),
            manifest: manifest,
            state: replayed.state
        )
        let header = StateHeader(lineage: UUID().uuidString.lowercased(), instance: instance.description)
        try await StateJournal.open(path, replayed: replayed, header: header).append([record])
    }
}
