import ArgumentParser
import Diagnostics
import DurableFiles
import FoundationEssentials
import Planning
import StateStore

struct StatePullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Print the state as it is kept, line by line.",
        discussion: "Exit codes: 0 printed, 1 no state or one that cannot be used, 5 permission, 64 usage."
    )

    @OptionGroup var place: StatePlace
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let (replayed, _) = try await place.load()
            try console.result(TerminalText(json: String(decoding: replayed.wholeText, as: UTF8.self)))
            return .done
        }
    }
}

struct StatePushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Put a state file's content into a shared store.",
        discussion: """
            The way into a store, and back from a copy that an interrupted apply has left. Another lineage than the store's, \
            or an older serial, is refused unless --force says so. While a run still writes the file, push waits for its lock.

            Exit codes: 0 written, 1 any other error, 4 refused, 5 permission, 6 locked, 64 usage.
            """
    )

    @Argument(help: "A state file.", transform: usablePath)
    var file: String
    @Flag(help: "Replace another lineage, or a newer serial.")
    var force = false
    @OptionGroup var place: StatePlace
    @OptionGroup var lockOptions: LockOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let address = try place.location.shared(
                for: "a file is copied, and only a shared store is pushed to"
            )
            let pushed = try await StateLock.loaded(file, timeout: lockOptions.duration, console: console)
            guard let state = pushed.state else { throw CommandError.noState(path: file) }
            let holding = StateHolding(
                operation: "push",
                timeout: lockOptions.duration,
                console: console,
                interrupts: Interrupts()
            )
            let serial = try await address.locking(holding) { [force] store in
                try await store.run { held in
                    if !force, let before = held.state { try Self.check(state, replaces: before) }
                    let serial = max(held.state?.serial ?? 0, state.serial) + 1
                    try await store.replace(with: pushed, lineage: state.header.lineage, serial: serial)
                    return serial
                }
            }
            console.report("Written: \(address.text), with the serial \(serial)\n")
            return .done
        }
    }

    private static func check(_ state: State, replaces before: State) throws(CommandError) {
        guard state.header == before.header else { throw .otherLineage }
        guard state.serial >= before.serial else {
            throw .olderSerial(state.serial, than: before.serial)
        }
    }
}
