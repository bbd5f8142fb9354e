import Planning
import StateStore
import Synchronization

/// Keeps what is written, and says that somebody else has the lock when told to.
final class ListenedStore: SharedStore {
    struct Kept {
        var contents: [StoredState] = []
        var holder: StoreLock? = WriteBackTests.lock
        var failures: [StoreError] = []
        /// How often it was asked who holds the lock, and what it answers in place of that.
        var asked = 0
        var silence: StoreError?
        var now = Duration.zero
        /// Awaited within the next writing.
        var gate: (@Sendable () async -> Void)?
    }

    let name = "store"
    /// Whether it refuses a write of whoever does not hold the lock.
    let checksLock: Bool
    /// Whether it says who holds the lock.
    let namesHolder: Bool
    let kept = Mutex(Kept())

    init(checksLock: Bool = true, namesHolder: Bool = true) {
        (self.checksLock, self.namesHolder) = (checksLock, namesHolder)
    }

    func lock(_ lock: StoreLock) async throws(StoreError) {}
    func proveExclusion(of lock: StoreLock) async throws(StoreError) {}

    func holding(asking lock: StoreLock) async throws(StoreError) -> LockHolding {
        let (failure, holder) = kept.withLock { kept in
            kept.asked += 1
            return (kept.silence, kept.holder)
        }
        if let failure { throw failure }
        guard namesHolder else { return .unnamed }
        return holder.map { .held(by: $0) } ?? .free
    }

    func read() async throws(StoreError) -> [UInt8]? { nil }
    func unlock(_ lock: StoreLock) async throws(StoreError) {}

    func write(_ content: StoredState, as lock: StoreLock) async throws(StoreError) {
        let gate = kept.withLock { kept in
            defer { kept.gate = nil }
            return kept.gate
        }
        await gate?()
        let failure: StoreError? = kept.withLock { kept in
            if !kept.failures.isEmpty { return kept.failures.removeFirst() }
            guard kept.holder == lock || !checksLock else { return .notHeld(by: kept.holder) }
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
