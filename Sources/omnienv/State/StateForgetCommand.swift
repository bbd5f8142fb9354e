import Applying
import ArgumentParser
import Diagnostics
import LocatedYAML
import OmniModel
import Planning
import StateStore

struct StateForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Take environments, unfinished creates or user attributes out of the state.",
        discussion: """
            Omni is not asked and keeps what it has; only omnienv no longer knows of it. What follows from that is \
            shown first. For an unfinished create on an instance without a list: if Omni has the environment, use \
            omnienv import instead; if not, forget it, and the next apply attaches it.

            Exit codes: 0 forgotten, 1 not approved or no state, 6 locked, 64 usage.
            """
    )

    @Argument(
        help: "Addresses such as warehouse/dev, environments' ids, or bases' labels for their attributes.",
        completion: Completion.recorded
    )
    var addresses: [String]

    @OptionGroup var place: StatePlace

    @Flag(help: "Do not ask before forgetting.")
    var autoApprove = false

    @OptionGroup var lockOptions: LockOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            guard autoApprove || Console.inputIsTerminal else {
                console.error(
                    "there is no terminal to ask at: give --auto-approve to forget without being asked"
                )
                return .usage
            }
            _ = try await place.load()
            let holding = StateHolding(
                operation: "state forget",
                timeout: lockOptions.duration,
                console: console,
                interrupts: Interrupts()
            )
            return try await place.location.held(holding) { held in try await forget(held, console) }
        }
    }

    /// What needs the lock.
    private func forget(_ held: HeldState, _ console: Console) async throws -> ExitStatus {
        guard let state = held.state else { throw CommandError.noState(path: held.name) }
        let entries = try addresses.map { try state.entry(called: $0) }.withoutRepetition
        let manifest = place.manifestOptions.usableManifest
        for entry in entries {
            let outlook = entry.outlook(in: manifest, state: state)
            console.say("\(entry.name): \(entry.consequence(outlook))\n")
        }
        guard autoApprove || isApproved(console) else {
            console.say("Nothing was forgotten.\n")
            return .failed
        }
        let journal = try await held.open(state.header, keepsIDs: false, console)
        try await journal.append(entries.map(\.forgetting))
        console.report("Forgotten: \(entries.map(\.name).listed(atMost: .max)).\n")
        return .done
    }

    private func isApproved(_ console: Console) -> Bool {
        console.say("\nForget this? Only \"yes\" is accepted: ")
        return readLine() == "yes"
    }
}

extension [StateEntry] {
    fileprivate var withoutRepetition: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

extension StateEntry {
    /// What forgetting it leads to.
    fileprivate func consequence(_ outlook: StateEntry.Outlook) -> TerminalText {
        switch self {
        case .environment(_, let environment): Self.consequence(environment, outlook)
        case .intent(_, let address):
            """
            this unfinished create is forgotten, and the next apply attaches the environment if the manifest names \
            it. If Omni has it already, stop here, and tell the state its id: \(ApplyFailure.imports([address]))
            """
        case .attribute:
            switch outlook {
            case .adoptedAgain:
                "the manifest names its user attribute: the next apply records it again, or sets it"
            case .unmanaged: "its user attribute is no longer managed: --prune does not remove it"
            case .unknown:
                """
                its user attribute is no longer managed: if the manifest names one, the next apply records it again; \
                otherwise --prune does not remove it
                """
            }
        }
    }

    private static func consequence(_ environment: RecordedEnvironment, _ outlook: StateEntry.Outlook)
        -> TerminalText
    {
        let again: TerminalText =
            """
            where Omni lists environments, the next apply adopts it again; elsewhere it has to be imported: \
            omnienv import \(shell: environment.address.description) \(environment.id)
            """
        let unmanaged: TerminalText =
            "it becomes unmanaged: it stays in Omni, is only reported, and --prune does not detach it"
        let protection: TerminalText = environment.isProtected ? "; its protection is forgotten" : ""
        return switch outlook {
        case .adoptedAgain: "it is in the manifest: \(again)"
        case .unmanaged: "it is not in the manifest: \(unmanaged)\(protection)"
        case .unknown: "if it is in the manifest, \(again). If it is not, \(unmanaged)\(protection)"
        }
    }
}
