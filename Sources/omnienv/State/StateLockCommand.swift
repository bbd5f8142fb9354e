import ArgumentParser
import Diagnostics
import DurableFiles
import FoundationEssentials
import JSONText
import Planning
import StateStore

struct StateLockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Show who holds the lock on the state, or hold it.",
        discussion: """
            Over HTTP there is nothing to read: the lock is taken and freed at once to learn whether it is free, which needs \
            the right to. With --hold it is kept: until omnienv state unlock, every apply waits or ends with 6 and shows the \
            reason, but for one with --lock-id.

            Exit codes: 0 shown or held, 1 any other error, 5 permission, 6 locked by somebody else (--hold), 64 usage.
            """
    )

    @OptionGroup var place: StatePlace
    @Flag(help: "Take the lock of a shared store and keep it.")
    var hold = false
    @Option(help: ArgumentHelp("Why, in a few words that whoever waits is shown.", valueName: "text"))
    var reason: String?
    @OptionGroup var lockOptions: LockOptions
    @Option(help: PlainFormat.help) var output = PlainFormat.text
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func validate() throws {
        if hold, reason?.isBlank ?? true { throw ValidationError("--hold needs a --reason") }
        if !hold, reason != nil { throw ValidationError("--reason goes with --hold") }
    }

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let location = place.location
            if hold {
                let address = try location.shared(
                    for: "a file's lock ends with its holder, so that --hold needs one"
                )
                return try await hold(address, console)
            }
            let found = try await LockShown(location, console)
            switch output {
            case .json: try console.result(found.document.jsonText())
            case .text: try console.result(found.text)
            }
            return .done
        }
    }

    private func hold(_ address: StoreAddress, _ console: Console) async throws -> ExitStatus {
        let lock = RunIdentity().hold(reason: reason ?? "")
        let holding = StateHolding(
            operation: lock.operation,
            timeout: lockOptions.duration,
            console: console,
            interrupts: Interrupts()
        )
        try await address.locking(holding, as: lock) { store in
            try await store.keep { lock in
                console.report(
                    """
                    Held: \(lock.id)
                    Under it: omnienv apply --lock-id \(shell: lock.id)
                    To free it: omnienv state unlock \(shell: lock.id)

                    """
                )
            }
        }
        return .done
    }
}

/// Who holds a lock now.
private struct LockShown {
    private let isLocked: Bool
    /// Who holds it, in JSON.
    private let lock: JSONValue?
    let text: TerminalText

    init(_ location: StateLocation, _ console: Console) async throws {
        switch location {
        case .file(let path):
            isLocked = try StateLock.isHeld(statePath: path)
            let holder = isLocked ? StateLock.holder(statePath: path) : nil
            lock = holder.map {
                [
                    "id": .string("\($0.pid)"), "who": .string("\($0.user)@\($0.host)"),
                    "created": .string($0.start), "operation": .string($0.command), "info": "",
                ]
            }
            text =
                isLocked
                ? "The state is locked by \(holder.map { "\($0)" } ?? "another process")\n"
                : "The state is not locked.\n"
        case .store(let address):
            let (holder, isLocked) = try await Self.holder(address, console)
            self.isLocked = isLocked
            lock = holder.map {
                [
                    "id": .string($0.id), "who": .string($0.who), "created": .string($0.created),
                    "operation": .string($0.operation), "info": .string($0.info),
                ]
            }
            text = isLocked ? "\(CommandError.locked(holder))\n" : "The state is not locked.\n"
        }
    }

    var document: JSONValue { ["format_version": "1.0", "locked": .boolean(isLocked), "lock": lock] }

    private static func holder(_ address: StoreAddress, _ console: Console) async throws -> (StoreLock?, Bool)
    {
        let lock = RunIdentity().lock("look", id: nil)
        return switch try await address.asking(console, { try await $0.holding(asking: lock) }) {
        case .free: (nil, false)
        case .held(let holder): (holder, true)
        case .unnamed: (nil, true)
        }
    }

}

extension StoreAddress {
    /// Asks something of the store that has no lock of the run. What is taken to learn who holds it is freed also where a
    /// signal comes between.
    ///
    /// - Throws: the exit code of a signal.
    fileprivate func asking<Result: Sendable>(
        _ console: Console,
        _ body: @Sendable (any SharedStore) async throws -> Result
    ) async throws -> Result {
        let interrupts = Interrupts()
        let result = try await connect(timeIsOver: { await interrupts.storeTimeIsOver() }) { store in
            try await interrupts.whileTrapping(console: console) { try await body(store) }
        }
        if let status = interrupts.status { throw status }
        return result
    }
}

struct StateUnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Free the lock of a shared store that a dead run has left.",
        discussion: """
            Frees exactly the lock of the id that a message named. With --mine only what this very job has left behind, as in \
            an after_script; never a hold.

            Exit codes: 0 freed, or with --mine nothing to free, 1 another lock is held, 5 permission, 64 usage.
            """
    )

    @Argument(help: "The id of the lock, as the message of whoever waits names it.")
    var id: String?
    @Flag(help: "Free what this job has left behind.")
    var mine = false
    @OptionGroup var place: StatePlace
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func validate() throws {
        // No id is the id of every lock to some servers.
        guard (id == nil) == mine, id?.isBlank != true else {
            throw ValidationError("give the id of the lock, or --mine")
        }
    }

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let address = try place.location.shared(for: "a file's lock ends with its holder")
            guard mine, RunIdentity().jobLockID == nil else { return try await unlock(address, console) }
            throw CommandError.noJob
        }
    }

    private func unlock(_ address: StoreAddress, _ console: Console) async throws -> ExitStatus {
        let lock = RunIdentity().lock("unlock", id: id)
        do {
            try await address.asking(console) { try await $0.unlock(lock) }
        } catch StateError.store(let name, .notHeld(let holder)) {
            guard mine else { throw CommandError.otherLock(holder, store: name) }
            console.report("This job has left no lock.\n")
            return .done
        }
        console.report("Freed: \(lock.id)\n")
        return .done
    }
}
