package import DurableFiles
import OmniModel
import Planning

/// Carries what a run records to the shared store: once before its first request, then as often as the state is the
/// only place that knows an id, otherwise from time to time, and at the end. The lock is proved before each writing, so
/// that a run whose lock was broken stops.
package actor WriteBack {
    /// How old the store's copy, or the last proof of the lock, may become while requests go out.
    package static let longestAge = Duration.seconds(20)
    private static let tries = 3

    private let store: any SharedStore
    private let lock: StoreLock
    private let path: String
    private let files: any FileSystem
    /// Whether the state alone knows the ids: then each is brought to the store at once.
    private let keepsIDs: Bool
    private let now: @Sendable () -> Duration

    private var lastWritten: Duration?
    private var lastProved: Duration
    private var isDirty = false
    private var unfinished: Set<EnvironmentKey> = []
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - path: of the copy that the run works on.
    ///   - now: time since the run began; the lock was just taken.
    package init(
        to store: any SharedStore,
        as lock: StoreLock,
        path: String,
        files: any FileSystem = SystemFiles(),
        keepsIDs: Bool,
        now: @escaping @Sendable () -> Duration
    ) {
        (self.store, self.lock, self.path, self.files) = (store, lock, path, files)
        (self.keepsIDs, self.now) = (keepsIDs, now)
        lastProved = now()
    }

    /// Takes note of records once the copy has them, and brings the store what must not wait.
    func follow(_ records: [StateRecord], of journal: StateJournal) async throws(StoreError) {
        await acquire()
        defer { release() }
        isDirty = true
        let isUrgent = noteIDs(records) && keepsIDs
        if isUrgent || lastWritten.map({ now() - $0 >= Self.longestAge }) ?? true {
            try await write(journal)
        } else {
            try await proveIfDue()
        }
    }

    /// Proves before each request that changes something, which the copy has just noted, that the lock is still held.
    func prove() async throws(StoreError) {
        await acquire()
        defer { release() }
        isDirty = true
        try await proveIfDue()
    }

    /// Brings the store whatever it lacks yet, at the end of a run.
    ///
    /// - Throws: `notHeld` or `stale` when the store is somebody else's by now; the copy stays as it is.
    package func finish(_ journal: StateJournal) async throws(StoreError) {
        await acquire()
        defer { release() }
        if isDirty { try await write(journal) }
    }

    /// Whether the records begin a create, or say what became of one, or that something is gone.
    private func noteIDs(_ records: [StateRecord]) -> Bool {
        var isAboutIDs = false
        for record in records {
            switch record {
            case .intent(let key, _):
                unfinished.insert(key)
                isAboutIDs = true
            case .environment(let key, _): if unfinished.remove(key) != nil { isAboutIDs = true }
            case .intentDropped, .detached: isAboutIDs = true
            default: break
            }
        }
        return isAboutIDs
    }

    private func proveIfDue() async throws(StoreError) {
        guard store.showsHolder, now() - lastProved >= Self.longestAge else { return }
        let holder = try await store.holder()
        guard holder?.id == lock.id else { throw .notHeld(by: holder) }
        lastProved = now()
    }

    private func write(_ journal: StateJournal) async throws(StoreError) {
        if store.showsHolder, lastWritten != nil {
            let holder = try await store.holder()
            guard holder?.id == lock.id else { throw .notHeld(by: holder) }
        }
        for attempt in 1... {
            let content = try await content(of: journal)
            do throws(StoreError) {
                try await store.write(content, as: lock)
                break
            } catch {
                guard case .answerLost = error, attempt < Self.tries else { throw error }
            }
        }
        isDirty = false
        (lastWritten, lastProved) = (now(), now())
    }

    /// Each writing has a serial of its own: a store may refuse one that it has seen.
    private func content(of journal: StateJournal) async throws(StoreError) -> StoredState {
        do {
            let serial = try await journal.nextSerial()
            let text = try files.open(path, .read).readAll()
            return StoredState(text: text, serial: serial, lineage: await journal.state.header.lineage)
        } catch let error as StateError {
            throw .unreachable(error.description)
        } catch {
            throw .unreachable("\(error)")
        }
    }

    private func acquire() async {
        while isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
    }

    private func release() {
        isBusy = false
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
}
