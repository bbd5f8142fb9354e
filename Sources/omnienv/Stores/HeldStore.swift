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

extension StoreAddress {
    /// Runs `body` with a store whose lock it may take. A signal frees the lock before the command ends.
    ///
    /// - Parameter lock: in place of one of the run's own.
    func locking<Result: Sendable>(
        _ holding: StateHolding,
        as lock: StoreLock? = nil,
        _ body: @Sendable (HeldStore) async throws -> Result
    ) async throws -> Result {
        let interrupts = holding.interrupts
        return try await connect(timeIsOver: { await interrupts.storeTimeIsOver() }) { store in
            let held = HeldStore(store, self, holding, lock)
            return try await interrupts.whileTrapping(
                console: holding.console,
                whenIdle: { await held.release() }
            ) {
                try await body(held)
            }
        }
    }
}

/// A shared store while this run has its lock.
final class HeldStore: Sendable {
    private struct Progress {
        /// Whether the lock may be ours, and why that is not certain.
        var mayHold = false
        var doubt: StoreError?
        /// Where the copy of the state lies.
        var folder: String?
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
    /// Whoever frees the lock waits for what is just asked of the store: it might be carried out after that.
    private let turn = Turn()
    private let start = ContinuousClock.now

    fileprivate init(
        _ store: any SharedStore,
        _ address: StoreAddress,
        _ holding: StateHolding,
        _ lock: StoreLock?
    ) {
        (self.store, self.address, self.holding) = (store, address, holding)
        self.lock = lock ?? RunIdentity().lock(holding.operation, id: holding.lockID)
    }

    /// Takes the lock and leaves it taken, unless a signal comes before its id is shown.
    func keep(_ show: (StoreLock) -> Void) async throws {
        do {
            try await acquire()
            try await inTurn {
                show(lock)
                progress.withLock { $0.mayHold = false }
            }
        } catch {
            await release()
            throw error
        }
    }

    func run<Result: Sendable>(_ body: @Sendable (HeldState) async throws -> Result) async throws -> Result {
        do {
            try await acquire()
            let path = try await makeFolder() + "/omnienv.state.jsonl"
            // Whoever wants to push the copy waits for the end of this run.
            let copyLock = try await StateLock.waited(for: path, timeout: .zero, console: holding.console)
            let text = try await store.read() ?? []
            let replayed = try StateFormat.replay(text, from: address.text)
            if !text.isEmpty { try SystemFiles().create(path, with: text) }
            let held = HeldState(path: path, name: address.text, replayed: replayed, store: self)
            let result = try await finished(path) { try await body(held) }
            _ = consume copyLock
            await release()
            if let status = holding.interrupts.status, (result as? ExitStatus ?? .done) == .done {
                throw status
            }
            return result
        } catch {
            await release()
            guard let status = holding.interrupts.status, Self.isInterruption(error) else { throw error }
            holding.console.error(TerminalText(of: error))
            throw status
        }
    }

    private static func isInterruption(_ error: any Error) -> Bool {
        switch error {
        case StoreError.interrupted, StateError.store(_, .interrupted): true
        default: false
        }
    }

    /// - Throws: the exit code of a signal that has come: what is recorded from here on would end with the process.
    func follow(_ journal: StateJournal, keepsIDs: Bool) async throws {
        let (start, clock) = (start, ContinuousClock())
        let writeBack = WriteBack(
            to: store,
            as: lock,
            keepsIDs: keepsIDs,
            now: { clock.now - start }
        )
        if let status = holding.interrupts.beginWork() { throw status }
        progress.withLock { ($0.journal, $0.writeBack, $0.isSaved) = (journal, writeBack, false) }
        await journal.follow(with: writeBack, called: address.text)
    }

    /// Puts the content of a file in the place of what the store has, with a serial of its own.
    func replace(with pushed: StateFormat.Replayed, lineage: String, serial: Int) async throws {
        let text = pushed.wholeText + StateFormat.line(.serial(serial))
        let content = StoredState(text: text, serial: serial, lineage: lineage)
        try await inTurn { () throws(StoreError) in try await store.write(content, as: lock) }
    }
}

// MARK: - The lock
extension HeldStore {
    /// Whoever works under a hold has the lock already, which the first writing proves.
    private func acquire() async throws {
        guard holding.lockID == nil else {
            switch try await store.holding(asking: lock) {
            case .held(let holder) where holder.id == lock.id: return
            case .held(let holder): throw CommandError.storeLocked(holder, isOwn: false)
            case .free: throw StoreError.notHeld(by: nil)
            case .unnamed: return
            }
        }
        try await StoreLockWait(holding).take(lock) { try await ask() }
    }

    private func ask() async throws {
        try await inTurn { () throws(StoreError) in
            do throws(StoreError) {
                try await store.lock(lock)
            } catch {
                let doubt = error.mayBeDone ? error : nil
                progress.withLock { ($0.mayHold, $0.doubt) = (doubt != nil, doubt) }
                throw error
            }
            progress.withLock { ($0.mayHold, $0.doubt) = (true, nil) }
            try await store.proveExclusion(of: lock)
        }
    }

    /// Asks something of the store that a signal waits for, and nothing more after one.
    private func inTurn<Result, Failure: Error>(
        _ body: () async throws(Failure) -> Result
    ) async throws -> Result {
        await turn.begin()
        defer { turn.end() }
        if let status = holding.interrupts.status { throw status }
        return try await body()
    }

    /// Frees the lock if it is ours, and names the way where that cannot be done. The copy goes if nobody needs it.
    fileprivate func release() async {
        await turn.begin()
        defer { turn.end() }
        let (mayHold, doubt) = progress.withLock { progress in
            defer { progress.mayHold = false }
            return (progress.mayHold, progress.doubt)
        }
        if mayHold { await free(doubt) }
        removeCopy()
    }

    private func free(_ doubt: StoreError?) async {
        do throws(StoreError) {
            // What has not answered until now does not answer in the second that is left.
            if case .interrupted? = doubt { throw .interrupted }
            try await store.unlock(lock)
        } catch .notHeld where doubt?.mayComeLate != true {
            return
        } catch {
            let command: TerminalText =
                "omnienv state unlock \(shell: lock.id) --state \(shell: address.text)"
            holding.console.error(
                doubt == nil
                    ? "the lock on \(address.text) could not be freed (\(error)): when the store answers again, \(command)"
                    : "the lock on \(address.text) may have been taken by a request whose answer did not come: if so, \(command)"
            )
        }
    }
}

extension StoreError {
    /// Whether the request may be carried out after others that were sent later.
    fileprivate var mayComeLate: Bool {
        switch self {
        case .answerLost, .interrupted: true
        default: false
        }
    }
}

// MARK: - The copy
extension HeldStore {
    /// A new folder of this user alone.
    private func makeFolder() async throws -> String {
        try await inTurn {
            let pattern = FileManager.default.temporaryDirectory.path + "/omnienv-state-XXXXXX"
            var bytes = Array(pattern.utf8CString)
            guard mkdtemp(&bytes) != nil else { throw FileError(.open, pattern) }
            let folder = String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            progress.withLock { $0.folder = folder }
            return folder
        }
    }

    private func removeCopy() {
        let folder = progress.withLock { $0.isSaved ? $0.folder : nil }
        if let folder { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// Runs `body`, and brings the store what it lacks then, however that ended. The copy stays where that fails, unless the
    /// store has taken nothing at all: then Omni was asked to change nothing.
    private func finished<Result>(_ path: String, _ body: () async throws -> Result) async throws -> Result {
        let result: Result
        do { result = try await body() } catch {
            if await progress.withLock({ $0.writeBack })?.hasWritten == true {
                if let unsaved = await unsaved(path) { holding.console.error(unsaved.text) }
            } else {
                progress.withLock { $0.isSaved = true }
            }
            throw error
        }
        if let unsaved = await unsaved(path) {
            // The run's own end says more than this one then.
            guard holding.interrupts.isStopping, result is ExitStatus else { throw unsaved }
            holding.console.error(unsaved.text)
        }
        return result
    }

    /// Brings the store what it lacks; gives why that cannot be done.
    private func unsaved(_ path: String) async -> CommandError? {
        guard case (let journal?, let writeBack?) = progress.withLock({ ($0.journal, $0.writeBack) }) else {
            return nil
        }
        do throws(StoreError) {
            try await writeBack.finish(journal)
            // What the copy did not take lies in a file beside it.
            let isWhole = await journal.unwritten.isEmpty
            progress.withLock { $0.isSaved = isWhole }
            return nil
        } catch {
            return .unsaved(error, store: address.text, path: path)
        }
    }
}
