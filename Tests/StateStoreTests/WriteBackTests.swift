import FoundationEssentials
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import Synchronization
import TestSupport
import Testing

/// When a run's records reach the store, and what a lock that is lost does to the run.
@Suite struct WriteBackTests {
    private let header = StateHeader(lineage: "lineage", instance: "https://acme.omniapp.co")
    private static let lock = StoreLock(
        id: "mine",
        operation: "apply",
        info: "",
        who: "",
        version: "",
        created: ""
    )

    /// Keeps what is written, and says that somebody else has the lock when told to.
    private final class ListenedStore: SharedStore {
        struct Kept {
            var contents: [StoredState] = []
            var holder: StoreLock? = WriteBackTests.lock
            var failures: [StoreError] = []
            var now = Duration.zero
        }

        let name = "store"
        let showsHolder: Bool
        let kept = Mutex(Kept())

        init(showsHolder: Bool = true) { self.showsHolder = showsHolder }

        func lock(_ lock: StoreLock) async throws(StoreError) {}
        func holder() async throws(StoreError) -> StoreLock? { kept.withLock { $0.holder } }
        func read() async throws(StoreError) -> [UInt8]? { nil }
        func unlock(_ lock: StoreLock) async throws(StoreError) {}

        func write(_ content: StoredState, as lock: StoreLock) async throws(StoreError) {
            let failure: StoreError? = kept.withLock { kept in
                if !kept.failures.isEmpty { return kept.failures.removeFirst() }
                guard kept.holder == lock else { return .notHeld(by: kept.holder) }
                kept.contents.append(content)
                return nil
            }
            if let failure { throw failure }
        }

        var serials: [Int] { kept.withLock { $0.contents.map(\.serial) } }
        var last: State? {
            kept.withLock { $0.contents.last.flatMap { try? StateFormat.replay($0.text).state } }
        }
        func pass(_ time: Duration) { kept.withLock { $0.now += time } }
    }

    private func withJournal(
        _ store: ListenedStore,
        keepsIDs: Bool = false,
        _ body: (StateJournal, WriteBack) async throws -> Void
    ) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/omnienv-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let journal = try StateJournal.open(path, replayed: try StateFile.load(path), header: header)
        let writeBack = WriteBack(
            to: store,
            as: Self.lock,
            path: path,
            keepsIDs: keepsIDs,
            now: { store.kept.withLock { $0.now } }
        )
        await journal.follow(with: writeBack, called: "store")
        try await body(journal, writeBack)
    }

    @Test
    func `the first record goes at once, the next ones when 20 seconds have passed, and all at the end`()
        async throws
    {
        let store = ListenedStore()
        try await withJournal(store) { journal, writeBack in
            try await journal.append([.run(RunLog.Entry(someRun))])
            #expect(store.serials == [1])
            try await journal.append([stored("dev", ["a"])])
            #expect(store.serials == [1])
            store.pass(.seconds(20))
            try await journal.append([stored("eu", ["b"])])
            #expect(store.serials == [1, 2])
            #expect(store.last?.environments.count == 2)
            try await journal.append([stored("us", ["c"])])
            try await writeBack.finish(journal)
            #expect(store.serials == [1, 2, 3])
            #expect(store.last?.environments.count == 3)
            try await writeBack.finish(journal)
            #expect(store.serials == [1, 2, 3])
        }
    }

    @Test func `where the state alone knows the ids, each is brought at once`() async throws {
        let key = EnvironmentKey(base: ConnectionID(uuid("warehouse")), connection: ConnectionID(uuid("dev")))
        let store = ListenedStore()
        try await withJournal(store, keepsIDs: true) { journal, _ in
            try await journal.append([.run(RunLog.Entry(someRun))])
            try await journal.append([.intent(key, Address(base: "warehouse", environment: "dev"))])
            #expect(store.last?.intents.count == 1)
            try await journal.append([stored("dev", [])])
            #expect(store.last?.environments.count == 1)
            let before = store.serials.count
            try await journal.append([stored("dev", ["a"])])
            #expect(store.serials.count == before)
            try await journal.append([.detached(key)])
            #expect(store.last?.environments.isEmpty == true)
        }
    }

    @Test(arguments: [true, false])
    func `a lock that is another's stops the run, and the file still takes what Omni confirmed`(
        _ showsHolder: Bool
    ) async throws {
        let store = ListenedStore(showsHolder: showsHolder)
        try await withJournal(store) { journal, writeBack in
            try await journal.append([stored("dev", ["a"])])
            store.kept.withLock { $0.holder = nil }
            store.pass(.seconds(20))
            let key = EnvironmentKey(
                base: ConnectionID(uuid("warehouse")),
                connection: ConnectionID(uuid("dev"))
            )
            if showsHolder {
                await #expect(throws: StateError.self) {
                    try await journal.note(NotedWrite(.environment(key), .values(["b"])))
                }
            }
            await #expect(throws: StateError.self) { try await journal.append([stored("eu", ["b"])]) }
            #expect(await journal.failure != nil)
            #expect(await journal.unwritten.isEmpty)
            #expect(try StateFile.load(journal.path).state?.environments.count == 2)
            await #expect(throws: StoreError.self) { try await writeBack.finish(journal) }
            #expect(store.last?.environments.count == 1)
        }
    }

    @Test func `after a lost answer the next serial is tried, and nothing else is repeated`() async throws {
        let store = ListenedStore()
        try await withJournal(store) { journal, _ in
            store.kept.withLock { $0.failures = [.answerLost("x"), .answerLost("x")] }
            try await journal.append([stored("dev", ["a"])])
            #expect(store.serials == [3])
        }
        let refusing = ListenedStore()
        try await withJournal(refusing) { journal, _ in
            refusing.kept.withLock { $0.failures = [.stale] }
            await #expect(throws: StateError.self) { try await journal.append([stored("dev", ["a"])]) }
            #expect(refusing.serials.isEmpty)
        }
    }
}
