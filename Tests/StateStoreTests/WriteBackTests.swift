import DurableFiles
import FoundationEssentials
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// When a run's records reach the store, and what a lock that is lost does to the run.
@Suite struct WriteBackTests {
    private let header = StateHeader(lineage: "lineage", instance: "https://acme.omniapp.co")
    static let lock = StoreLock(
        id: "mine",
        operation: "apply",
        info: "",
        who: "",
        version: "",
        created: ""
    )

    /// A disk that gives nothing back.
    private struct UnreadableFiles: FileSystem {
        func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile {
            throw FileError(.read, path, number: EIO)
        }

        func rename(_ path: String, to target: String) throws(FileError) {}
        func remove(_ path: String) throws(FileError) {}
        func flushFolder(of path: String) throws(FileError) {}
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
            keepsIDs: keepsIDs,
            now: { store.kept.withLock { $0.now } }
        )
        await journal.follow(with: writeBack, called: "store")
        try await body(journal, writeBack)
    }

    @Test
    func
        `the first record goes at once, the next ones before what begins after 20 seconds, and all at the end`()
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
            try await journal.note(Self.write, begins: false)
            #expect(store.serials == [1])
            try await journal.note(Self.write, begins: true)
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
        let key = Self.key("dev")
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
            // What an environment has released, another one may have by the next request.
            try await journal.append([.intent(key, Address(base: "warehouse", environment: "dev"))])
            try await journal.append([stored("dev", ["a", "b"])])
            let full = store.serials.count
            try await journal.append([stored("dev", ["a", "b", "c"])])
            #expect(store.serials.count == full)
            try await journal.append([stored("dev", ["b"])])
            #expect(store.serials.count == full + 1)
        }
    }

    @Test func `a value that is released while the store takes an older copy is brought there too`()
        async throws
    {
        let (dev, eu) = (Self.key("dev"), Self.key("eu"))
        let store = ListenedStore()
        let (arrivals, arrive) = AsyncStream.makeStream(of: Void.self)
        let (signals, signal) = AsyncStream.makeStream(of: Void.self)
        try await withJournal(store, keepsIDs: true) { journal, _ in
            try await journal.append([.intent(dev, Address(base: "warehouse", environment: "dev"))])
            try await journal.append([stored("dev", ["a", "b"])])
            store.kept.withLock { kept in
                kept.gate = {
                    arrive.yield()
                    for await _ in signals { break }
                }
            }
            async let intent: Void = journal.append([
                .intent(eu, Address(base: "warehouse", environment: "eu"))
            ])
            for await _ in arrivals { break }
            async let released: Void = journal.append([stored("dev", ["a"])])
            while await journal.state.environments[dev]?.values != ["a"] { await Task.yield() }
            signal.yield()
            _ = try await (intent, released)
            #expect(store.last?.environments[dev]?.values == ["a"])
        }
    }

    private static func key(_ connection: String) -> EnvironmentKey {
        EnvironmentKey(base: ConnectionID(uuid("warehouse")), connection: ConnectionID(uuid(connection)))
    }

    private static let write = NotedWrite(
        .environment(key("dev")),
        .values(["b"])
    )

    @Test(arguments: [true, false])
    func `a lock that is another's stops the run at once, and the file still takes what Omni confirmed`(
        _ checksLock: Bool
    ) async throws {
        let store = ListenedStore(checksLock: checksLock)
        try await withJournal(store) { journal, writeBack in
            try await journal.append([stored("dev", ["a"])])
            try await journal.note(Self.write, begins: true)
            store.kept.withLock { $0.holder = nil }
            // What closes a window is sent all the same.
            try await journal.note(Self.write, begins: false)
            await #expect(throws: StateError.self) { try await journal.note(Self.write, begins: true) }
            await #expect(throws: StateError.self) { try await journal.append([stored("eu", ["b"])]) }
            #expect(await journal.failure != nil)
            #expect(await journal.unwritten.isEmpty)
            #expect(try StateFile.load(journal.path).state?.environments.count == 2)
            await #expect(throws: StoreError.self) { try await writeBack.finish(journal) }
            #expect(store.last?.environments.count == 1)
        }
    }

    @Test func `each request that begins something is preceded by a proof, a create too`() async throws {
        let store = ListenedStore()
        let key = EnvironmentKey(base: ConnectionID(uuid("warehouse")), connection: ConnectionID(uuid("eu")))
        try await withJournal(store) { journal, _ in
            try await journal.append([stored("dev", ["a"])])
            for _ in 1...3 { try await journal.note(Self.write, begins: true) }
            try await journal.note(Self.write, begins: false)
            try await journal.append([.intent(key, Address(base: "warehouse", environment: "eu"))])
            #expect(store.kept.withLock { $0.asked } == 4)
            store.kept.withLock { $0.holder = nil }
            await #expect(throws: StateError.self) {
                try await journal.append([.intent(key, Address(base: "warehouse", environment: "eu"))])
            }
        }
    }

    @Test func `a store that does not say who holds the lock proves it by a writing every 20 seconds`()
        async throws
    {
        let store = ListenedStore(namesHolder: false)
        try await withJournal(store) { journal, _ in
            try await journal.append([stored("dev", ["a"])])
            try await journal.note(Self.write, begins: true)
            store.kept.withLock { $0.holder = nil }
            store.pass(.seconds(20))
            await #expect(throws: StateError.self) { try await journal.note(Self.write, begins: true) }
        }
    }

    @Test(arguments: [
        StoreError.unreachable("x"), .answerLost("x"), .refused(status: 503, detail: nil),
        .refused(status: 429, detail: nil),
    ])
    func `a store that cannot be asked stops a run only when its last proof is old`(
        _ silence: StoreError
    ) async throws {
        let store = ListenedStore()
        try await withJournal(store) { journal, _ in
            try await journal.append([stored("dev", ["a"])])
            store.kept.withLock { $0.silence = silence }
            store.pass(.seconds(19))
            try await journal.note(Self.write, begins: true)
            store.pass(.seconds(1))
            await #expect(throws: StateError.self) { try await journal.note(Self.write, begins: true) }
        }
    }

    @Test func `a copy that cannot be read is told as such, and the store is asked nothing`() async throws {
        let store = ListenedStore()
        try await withJournal(store) { journal, _ in
            let lost = WriteBack(
                to: store,
                as: Self.lock,
                files: UnreadableFiles(),
                keepsIDs: false,
                now: { .zero }
            )
            await journal.follow(with: lost, called: "store")
            let error = await #expect(throws: StateError.self) {
                try await journal.append([stored("dev", ["a"])])
            }
            guard case .store(_, .copy)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(store.kept.withLock { $0.contents.isEmpty && $0.asked == 0 })
        }
    }

    @Test func `after a lost answer the next serial is tried, and nothing else is repeated`() async throws {
        let store = ListenedStore()
        try await withJournal(store) { journal, _ in
            store.kept.withLock { $0.failures = [.answerLost("x"), .answerLost("x"), .answerLost("x")] }
            try await journal.append([stored("dev", ["a"])])
            #expect(store.serials == [4])
        }
        let refusing = ListenedStore()
        try await withJournal(refusing) { journal, _ in
            refusing.kept.withLock { $0.failures = [.stale] }
            await #expect(throws: StateError.self) { try await journal.append([stored("dev", ["a"])]) }
            #expect(refusing.serials.isEmpty)
        }
    }
}
