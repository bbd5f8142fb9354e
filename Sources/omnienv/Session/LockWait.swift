import Diagnostics
import DurableFiles
import FoundationEssentials
import Planning
import StateStore

extension StateLock {
    private static let pause = Duration.milliseconds(100)

    /// Takes the lock on a state file, and waits for it while somebody else holds it.
    ///
    /// - Throws: `StateError.locked`, with the holder, when the lock is not free in time.
    static func waited(for statePath: String, timeout: Duration, console: Console) async throws -> StateLock {
        let holder = LockHolder.current
        return try await wait(statePath, timeout, console) {
            try StateLock.take(statePath: statePath, as: holder)
        }
    }

    /// Reads a state file when nobody writes it.
    ///
    /// - Throws: `StateError.locked`, with the holder, when somebody still writes it after that time.
    static func loaded(_ statePath: String, timeout: Duration, console: Console) async throws
        -> StateFormat.Replayed
    {
        try await wait(statePath, timeout, console) { try StateLock.load(statePath) }
    }

    /// - Parameter attempt: gives nothing while somebody else holds the lock.
    private static func wait<Result: ~Copyable>(
        _ statePath: String,
        _ timeout: Duration,
        _ console: Console,
        attempt: () throws -> Result?
    ) async throws -> Result {
        let clock = ContinuousClock()
        let end = clock.now + timeout
        var isAnnounced = false
        while true {
            if let result = try attempt() { return result }
            let other = StateLock.holder(statePath: statePath)
            guard clock.now < end else { throw StateError.locked(path: statePath, holder: other) }
            if !isAnnounced { announce(other, statePath, timeout, console) }
            isAnnounced = true
            try await Task.sleep(for: pause)
        }
    }

    private static func announce(
        _ holder: LockHolder?,
        _ path: String,
        _ timeout: Duration,
        _ console: Console
    ) {
        let name: TerminalText = holder.map { "\($0)" } ?? "another process"
        console.note("waiting up to \(timeout.words) for the lock on \(quoted: path), held by \(name)")
    }
}

extension LockHolder {
    fileprivate static var current: LockHolder {
        let process = ProcessInfo.processInfo
        return LockHolder(
            pid: process.processIdentifier,
            host: process.hostName,
            user: RunIdentity().user,
            start: RunIdentity.now,
            command: process.arguments.joined(separator: " ")
        )
    }
}

extension StateJournal {
    /// Opens a journal, and says on standard error where a power cut may still undo that.
    static func open(
        _ path: String,
        replayed: StateFormat.Replayed,
        header: @autoclosure () -> StateHeader,
        console: Console
    ) throws(StateError) -> StateJournal {
        let journal = try open(path, replayed: replayed, header: header())
        if let folder = journal.unflushedFolder {
            console.warning(
                """
                the folder \(quoted: folder) is on a file system that cannot flush folders: a power cut may take away the \
                name of a state file that is new there
                """
            )
        }
        return journal
    }
}
