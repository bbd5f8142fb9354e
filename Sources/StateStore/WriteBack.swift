package import DurableFiles
import OmniModel
import Planning

/// Carries what a run records to the shared store: once before its first request, then as often as the state is the
/// only place that knows an id, otherwise from time to time, and at the end. Before each request that begins something it
/// asks whether the lock is still the run's, so that a run whose lock was broken stops (docs/state.md, "How a run works with a
/// store").
package actor WriteBack {
    /// How old the store's copy, or the last proof of the lock, may become where something begins.
    package static let longestAge = Duration.seconds(20)
    private static let tries = 4
    private static let firstPause = Duration.milliseconds(250)

    private let store: any SharedStore
    private let lock: StoreLock
    private let files: any FileSystem
    /// Whether the state alone knows the ids: then each is brought to the store at once.
    private let keepsIDs: Bool
    private let now: @Sendable () -> Duration

    private var lastWritten: Duration?
    private var lastProved: Duration
    private var isDirty = false
    private var unfinished: Set<EnvironmentKey> = []
    /// The values of each environment, as the store has them.
    private var storedValues: [EnvironmentKey: Set<AttributeValue>] = [:]
    private let turn = Turn()

    /// - Parameters:
    ///   - files: where the copy lies that the run works on.
    ///   - now: time since the run began; the lock was just taken.
    package init(
        to store: any SharedStore,
        as lock: StoreLock,
        files: any FileSystem = SystemFiles(),
        keepsIDs: Bool,
        now: @escaping @Sendable () -> Duration
    ) {
        (self.store, self.lock, self.files) = (store, lock, files)
        (self.keepsIDs, self.now) = (keepsIDs, now)
        lastProved = now()
    }

    /// Whether the store has taken anything of this run.
    package var hasWritten: Bool { lastWritten != nil }

    /// Takes note of records once the copy has them, and brings the store what must not wait.
    func follow(_ records: [StateRecord], of journal: StateJournal) async throws(StoreError) {
        await turn.begin()
        defer { turn.end() }
        isDirty = true
        let isUrgent = concernsNextRun(records) && keepsIDs
        if isUrgent || lastWritten == nil {
            try await write(journal)
        } else if records.contains(where: \.beginsCreate) {
            try await prove(journal)
        }
    }

    /// Proves, before a request that begins something and that the copy has just noted, that the lock is still held.
    func begin(_ journal: StateJournal) async throws(StoreError) {
        await turn.begin()
        defer { turn.end() }
        isDirty = true
        try await prove(journal)
    }

    /// Brings the store whatever it lacks yet, at the end of a run.
    ///
    /// - Throws: `notHeld` or `stale` when the store is somebody else's by now; the copy stays as it is.
    package func finish(_ journal: StateJournal) async throws(StoreError) {
        await turn.begin()
        defer { turn.end() }
        if isDirty { try await write(journal) }
    }

    /// Whether a run that had only the store's copy would ask for what Omni refuses: the records begin a create, say what
    /// became of one, or that something is gone or has lost values, which another environment may take next.
    private func concernsNextRun(_ records: [StateRecord]) -> Bool {
        var isConcerned = false
        for record in records {
            switch record {
            case .intent(let key, _):
                unfinished.insert(key)
                isConcerned = true
            case .environment(let key, let environment):
                let isCreated = unfinished.remove(key) != nil
                let isShorter = !(storedValues[key] ?? []).isSubset(of: environment.values)
                isConcerned = isConcerned || isCreated || isShorter
            case .intentDropped, .detached, .attribute, .attributeRemoved: isConcerned = true
            default: break
            }
        }
        return isConcerned
    }

    /// Proves that the lock is this run's: the store names it as the holder, or takes a writing, which is due where its copy
    /// is old. Where the store names nobody, or does not answer for a while, the last proof counts until it is as old as
    /// `longestAge`.
    private func prove(_ journal: StateJournal) async throws(StoreError) {
        let isDue = now() - lastProved >= Self.longestAge
        guard let lastWritten, now() - lastWritten < Self.longestAge else { return try await write(journal) }
        do throws(StoreError) {
            if try await isNamed() { lastProved = now() } else if isDue { try await write(journal) }
        } catch {
            guard error.isPassing, !isDue else { throw error }
        }
    }

    /// Whether the store names this run as the holder; `false` where it names nobody.
    private func isNamed() async throws(StoreError) -> Bool {
        switch try await store.holding(asking: lock) {
        case .held(let holder) where holder.id == lock.id: true
        case .held(let holder): throw .notHeld(by: holder)
        case .free: throw .notHeld(by: nil)
        case .unnamed: false
        }
    }

    /// Some stores take a writing from anybody.
    private func write(_ journal: StateJournal) async throws(StoreError) {
        if lastWritten != nil { _ = try await isNamed() }
        let stored = try await writeUntilAnswered(journal)
        isDirty = false
        storedValues = stored.environments.mapValues { Set($0.values) }
        (lastWritten, lastProved) = (now(), now())
    }

    /// Gives the state that the store has taken: bases that run beside may have recorded more meanwhile.
    private func writeUntilAnswered(_ journal: StateJournal) async throws(StoreError) -> State {
        var (attempt, pause) = (0, Self.firstPause)
        while true {
            let (content, state) = try await content(of: journal)
            attempt += 1
            do throws(StoreError) {
                try await store.write(content, as: lock)
                return state
            } catch {
                guard case .answerLost = error, attempt < Self.tries else { throw error }
            }
            try? await Task.sleep(for: pause)
            pause *= 2
        }
    }

    private func content(of journal: StateJournal) async throws(StoreError) -> (StoredState, State) {
        do { return try await journal.content(in: files) } catch { throw .copy("\(error)") }
    }
}

extension StateRecord {
    fileprivate var beginsCreate: Bool { if case .intent = self { true } else { false } }
}

extension StoreError {
    /// Whether the store may well answer a little later.
    fileprivate var isPassing: Bool {
        switch self {
        case .unreachable, .answerLost: true
        case .refused(let status, _): status >= 500 || status == 429 || status == 408
        default: false
        }
    }
}
