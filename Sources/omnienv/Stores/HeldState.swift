import Diagnostics
import DurableFiles
import FoundationEssentials
import OmniAPI
import Planning
import StateStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The state as a command works on it while it holds the lock: a file, which may be the copy of what a store has.
struct HeldState: Sendable {
    /// Of the file that is worked on.
    let path: String
    /// As messages call the state.
    let name: String
    let replayed: StateFormat.Replayed
    fileprivate let store: HeldStore?

    var state: State? { replayed.state }

    /// Opens the state for writing.
    ///
    /// - Parameter keepsIDs: whether the state is the only place that knows the ids of environments.
    func open(_ header: @autoclosure () -> StateHeader, keepsIDs: Bool, _ console: Console) async throws
        -> StateJournal
    {
        let journal = try StateJournal.open(path, replayed: replayed, header: header(), console: console)
        await store?.follow(journal, keepsIDs: keepsIDs, path: path)
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
            let interrupts = holding.interrupts
            return try await address.connect(timeIsOver: { await interrupts.storeTimeIsOver() }) { store in
                let held = HeldStore(store, address, holding)
                return try await interrupts.whileTrapping(
                    console: holding.console,
                    whenIdle: { await held.release() }
                ) {
                    try await held.run(body)
                }
            }
        }
    }
}

/// A shared store while this run has its lock.
final class HeldStore: Sendable {
    private struct Progress {
        /// Whether the lock may be ours.
        var isAsked = false
        var journal: StateJournal?
        var writeBack: WriteBack?
        /// Whether the store has all that the copy has, which is not needed after the run then.
        var isSaved = true
    }

    private let store: any SharedStore
    private let address: StoreAddress
    private let holding: StateHolding
    private let lock: StoreLock
    private let progress = Mutex(Progress())
    private let start = ContinuousClock.now

    fileprivate init(_ store: any SharedStore, _ address: StoreAddress, _ holding: StateHolding) {
        (self.store, self.address, self.holding) = (store, address, holding)
        lock = RunIdentity().lock(holding.operation, id: holding.lockID)
    }

    fileprivate func run<Result: Sendable>(
        _ body: @Sendable (HeldState) async throws -> Result
    ) async throws -> Result {
        try await acquire()
        do {
            let folder = try Self.temporaryFolder()
            defer {
                if progress.withLock({ $0.isSaved }) { try? FileManager.default.removeItem(atPath: folder) }
            }
            let path = folder + "/omnienv.state.jsonl"
            // Whoever wants to push the copy waits for the end of this run.
            let copyLock = try await StateLock.waited(for: path, timeout: .zero, console: holding.console)
            let text = try await store.read() ?? []
            let replayed = try StateFormat.replay(text, from: address.text)
            if !text.isEmpty { try SystemFiles().create(path, with: text) }
            let result = try await body(
                HeldState(path: path, name: address.text, replayed: replayed, store: self)
            )
            try await finish(path)
            _ = consume copyLock
            await release()
            return result
        } catch {
            await release()
            throw error
        }
    }

    fileprivate func follow(_ journal: StateJournal, keepsIDs: Bool, path: String) async {
        let (start, clock) = (start, ContinuousClock())
        let writeBack = WriteBack(
            to: store,
            as: lock,
            path: path,
            keepsIDs: keepsIDs,
            now: { clock.now - start }
        )
        progress.withLock { ($0.journal, $0.writeBack, $0.isSaved) = (journal, writeBack, false) }
        await journal.follow(with: writeBack, called: address.text)
    }

    /// Whoever works under a hold has the lock already, which the first writing proves.
    private func acquire() async throws {
        guard holding.lockID == nil else {
            switch try await store.holding(asking: lock) {
            case .held(let holder) where holder.id == lock.id: return
            case .held(let holder): throw StoreError.notHeld(by: holder)
            case .free: throw StoreError.notHeld(by: nil)
            case .unnamed: return
            }
        }
        progress.withLock { $0.isAsked = true }
        try await StoreLockWait(store, holding).take(lock)
    }

    /// Brings the store what it lacks. The copy stays where that fails.
    private func finish(_ path: String) async throws {
        guard case (let journal?, let writeBack?) = progress.withLock({ ($0.journal, $0.writeBack) }) else {
            return
        }
        do throws(StoreError) {
            try await writeBack.finish(journal)
            progress.withLock { $0.isSaved = true }
        } catch {
            let unsaved = CommandError.unsaved(error, store: address.text, path: path)
            // The run's own end says more than this one then.
            guard holding.interrupts.isStopping else { throw unsaved }
            holding.console.error(unsaved.text)
        }
    }

    /// Frees the lock if it is ours, and names the way where that cannot be done.
    fileprivate func release() async {
        guard holding.lockID == nil, progress.withLock({ $0.isAsked }) else { return }
        do throws(StoreError) {
            try await store.unlock(lock)
        } catch {
            if case .notHeld = error { return }
            holding.console.error(
                """
                the lock on \(address.text) could not be freed (\(error)): when the store answers again, \
                omnienv state unlock \(shell: lock.id) --state \(shell: address.text)
                """
            )
        }
        progress.withLock { $0.isAsked = false }
    }

    /// A new folder of this user alone.
    private static func temporaryFolder() throws -> String {
        let pattern = FileManager.default.temporaryDirectory.path + "/omnienv-state-XXXXXX"
        var bytes = Array(pattern.utf8CString)
        guard mkdtemp(&bytes) != nil else { throw FileError(.open, pattern) }
        return String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Takes the lock of a shared store, and waits for it while somebody else holds it.
struct StoreLockWait {
    private static let firstPause = Duration.milliseconds(200)
    private static let longestPause = Duration.seconds(2)

    private let store: any SharedStore
    private let holding: StateHolding

    init(_ store: any SharedStore, _ holding: StateHolding) {
        (self.store, self.holding) = (store, holding)
    }

    func take(_ lock: StoreLock) async throws {
        let clock = ContinuousClock()
        let end = clock.now + holding.timeout
        var pause = Self.firstPause
        var isAnnounced = false
        while true {
            do throws(StoreError) {
                return try await store.lock(lock)
            } catch {
                guard case .locked(let holder) = error else { throw error }
                guard clock.now < end else {
                    throw CommandError.storeLocked(holder, isOwn: holder?.id == lock.id)
                }
                if !isAnnounced {
                    holding.console.note(
                        "\(CommandError.locked(holder)); waiting up to \(holding.timeout.words)"
                    )
                }
                isAnnounced = true
            }
            try await Task.sleep(for: min(pause, max(.milliseconds(10), end - clock.now)))
            pause = min(pause * 3 / 2, Self.longestPause)
        }
    }
}

extension HeldState {
    /// Puts the content of a file in the place of what a shared store has.
    func replace(_ pushed: StateFormat.Replayed, _ state: State, serial: Int) async throws {
        try await store?.write(
            StoredState(
                text: pushed.wholeText + StateFormat.line(.serial(serial)),
                serial: serial,
                lineage: state.header.lineage
            )
        )
    }
}

extension HeldStore {
    fileprivate func write(_ content: StoredState) async throws(StoreError) {
        try await store.write(content, as: lock)
    }
}
