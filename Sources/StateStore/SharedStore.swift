/// A place that keeps one state for runners that share no disk, with a lock of its own: the port that `apply` and the
/// commands for the state work through. A run takes the lock, reads, works on a copy as on any state file, writes back
/// and unlocks.
package protocol SharedStore: Sendable {
    /// As messages name it: without credentials.
    var name: String { get }
    /// Takes the lock, or throws `locked`. After every other error it may have been taken nonetheless.
    func lock(_ lock: StoreLock) async throws(StoreError)
    /// Asks for the lock once more, which has just been taken.
    ///
    /// - Throws: `cannotLock` where it would be given to a second run too; it is held after that as before.
    func proveExclusion(of lock: StoreLock) async throws(StoreError)
    /// Who holds the lock now.
    ///
    /// - Parameter lock: whose owner wants to know. Where nothing can be read, another lock is asked for in its name: the
    ///   refusal says who holds it, and what is given is freed at once.
    func holding(asking lock: StoreLock) async throws(StoreError) -> LockHolding
    /// The lines of the state; `nil` when there is none yet. What is read is what the next write replaces.
    func read() async throws(StoreError) -> [UInt8]?
    /// Puts a whole new content in the place of what was read or written last, as the holder of the lock. Some stores take it
    /// from anybody, so that whoever writes has to ask before who holds the lock.
    ///
    /// - Throws: `notHeld` or `stale` when somebody else has the lock, or has written since; `answerLost` when nobody
    ///   knows what became of it, after which it may be repeated with the next serial.
    func write(_ content: StoredState, as lock: StoreLock) async throws(StoreError)
    /// Frees exactly this lock, also in a store that would free any other one for it.
    ///
    /// - Throws: `notHeld` when it is not the one that is held.
    func unlock(_ lock: StoreLock) async throws(StoreError)
}

/// A state's text, and what some stores want to know about it.
package struct StoredState: Sendable, Hashable {
    /// Whole lines, each with its break.
    package let text: [UInt8]
    /// Grows with each writing; some stores refuse one that they have seen.
    package let serial: Int
    /// The text by which two states of one place are told apart; it stays for the life of a state.
    package let lineage: String

    package init(text: [UInt8], serial: Int, lineage: String) {
        (self.text, self.serial, self.lineage) = (text, serial, lineage)
    }
}

/// Who holds a shared store's lock, as the store keeps it. All of it comes from elsewhere when it is another run's.
package struct StoreLock: Sendable, Hashable {
    /// The only text that every store shows to others: it says what run it is.
    package let id: String
    /// Such as `apply` or `hold`.
    package let operation: String
    /// The address of the run's job, or the reason of a hold.
    package let info: String
    /// Such as `ci@runner-7`.
    package let who: String
    /// Of omnienv.
    package let version: String
    /// RFC 3339.
    package let created: String

    package init(
        id: String,
        operation: String,
        info: String,
        who: String,
        version: String,
        created: String
    ) {
        (self.id, self.operation, self.info) = (id, operation, info)
        (self.who, self.version, self.created) = (who, version, created)
    }
}

/// What a shared store says of its lock.
package enum LockHolding: Sendable, Hashable {
    case free
    case held(by: StoreLock)
    /// Somebody holds it, and the store does not say who.
    case unnamed
}

/// Why a shared store did not do what it was asked. No text in it holds a credential; texts of the store or of another
/// run have to be escaped before they are shown.
package enum StoreError: Error, Sendable, Hashable {
    /// Somebody else holds the lock, who is named where the store says so.
    case locked(StoreLock?)
    /// This run's lock is not held, or not by it any more.
    case notHeld(by: StoreLock?)
    /// Somebody has written since the content was read.
    case stale
    /// The store takes a lock twice, so that it excludes nobody.
    case cannotLock
    /// The store does not tell contents apart, so that no write can depend on what is there.
    case noMark
    /// 401 or 403.
    case permission(status: Int, detail: String?, hint: String?)
    case refused(status: Int, detail: String?)
    /// Nothing was carried out, or nothing more can be done to learn it.
    case unreachable(String)
    /// The file on this machine that a run works on cannot be brought to the store; the store was asked nothing.
    case copy(String)
    /// A request went out and may have been carried out.
    case answerLost(String)
    /// What the store has is not omnienv's, and is never overwritten.
    case foreign(String)
    case credentials(String)
    /// A signal's time is over.
    case interrupted
}

extension StoreError {
    /// Whether what the request asked for may have been carried out nonetheless, or may be yet.
    package var mayBeDone: Bool {
        switch self {
        case .answerLost, .interrupted: true
        case .refused(let status, _): status >= 500
        default: false
        }
    }
}
