import ArgumentParser
import Diagnostics
import Planning
import StateStore

struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Read and repair the cached state.",
        discussion: """
            Asks nothing of Omni, so that it needs no token; a state in a file needs no network. An address is base/environment; where two \
            environments have the same, an environment's id serves too. A base's label alone means its user \
            attribute.
            """,
        subcommands: [
            StateListCommand.self, StateShowCommand.self, StateForgetCommand.self, StateLockCommand.self,
            StateUnlockCommand.self, StatePullCommand.self, StatePushCommand.self,
        ]
    )
}

/// Where the state is.
struct StatePlace: ParsableArguments {
    @OptionGroup var manifestOptions: OptionalManifestOptions
    @OptionGroup var stateOptions: StateOptions

    var location: StateLocation { stateOptions.location(besides: manifestOptions.paths) }

    /// - Throws: `CommandError.noState` when there is none, or nothing in it.
    func load() async throws -> (replayed: StateFormat.Replayed, state: State) {
        let replayed = try await location.read()
        guard let state = replayed.state else { throw CommandError.noState(path: location.name) }
        return (replayed, state)
    }
}

struct StateListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show everything that the state has.",
        discussion: "Exit codes: 0 shown, 1 no state or one that cannot be used, 64 usage."
    )

    @OptionGroup var place: StatePlace
    @Option(help: PlainFormat.help) var output = PlainFormat.text
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let state = try await place.load().state
            switch output {
            case .json: try console.result(state.document(state.entries).jsonText())
            case .text: try console.result(state.tables)
            }
            return .done
        }
    }
}

struct StateShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one environment or user attribute of the state in full.",
        discussion: "Exit codes: 0 shown, 1 no state or one that cannot be used, 64 nothing has this address."
    )

    @Argument(
        help: "An address such as warehouse/dev, an environment's id, or a base's label.",
        completion: Completion.recorded
    )
    var address: String

    @OptionGroup var place: StatePlace
    @Option(help: PlainFormat.help) var output = PlainFormat.text
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let state = try await place.load().state
            let entries = try state.entries(called: address)
            switch output {
            case .json: try console.result(state.document(entries).jsonText())
            case .text: try console.result(entries.map { $0.description(in: state) }.joined(separator: "\n"))
            }
            return .done
        }
    }
}
