import Diagnostics
import FoundationEssentials
import OmniAPI
import Planning
import StateStore

/// The state as a command works on it while it holds the lock: a file, which may be the copy of what a store has.
struct HeldState: Sendable {
    /// Of the file that is worked on.
    let path: String
    /// As messages call the state.
    let name: String
    let replayed: StateFormat.Replayed
    let store: HeldStore?

    var state: State? { replayed.state }

    /// Opens the state for writing.
    ///
    /// - Parameter keepsIDs: whether the state is the only place that knows the ids of environments.
    func open(_ header: @autoclosure () -> StateHeader, keepsIDs: Bool, _ console: Console) async throws
        -> StateJournal
    {
        let journal = try StateJournal.open(path, replayed: replayed, header: header(), console: console)
        try await store?.follow(journal, keepsIDs: keepsIDs)
        return journal
    }
}

/// What takes the lock on a state, and how.
struct StateHolding: Sendable {
    let operation: String
    let timeout: Duration
    /// A hold that the command works under, in place of a lock of its own.
    var lockID: String?
    let console: Console
    let interrupts: Interrupts
}

extension StateLocation {
    /// Runs `body` with the lock on the state. A signal frees the lock of a store before the command ends.
    func held<Result: Sendable>(
        _ holding: StateHolding,
        _ body: @escaping @Sendable (HeldState) async throws -> Result
    ) async throws -> Result {
        switch self {
        case .file(let path):
            guard holding.lockID == nil else {
                throw CommandError.noSharedStore(path, purpose: "--lock-id names the hold of a shared store")
            }
            let lock = try await StateLock.waited(
                for: path,
                timeout: holding.timeout,
                console: holding.console
            )
            let result = try await body(
                HeldState(path: path, name: path, replayed: try StateFile.load(path), store: nil)
            )
            _ = consume lock
            return result
        case .store(let address):
            return try await address.locking(holding) { store in try await store.run(body) }
        }
    }
}
