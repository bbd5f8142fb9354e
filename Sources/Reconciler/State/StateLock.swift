import FoundationEssentials

/// Who holds a lock, as the lock file says.
package struct LockHolder: Sendable, Hashable, Codable, CustomStringConvertible {
    package let pid: Int32
    package let host: String
    package let user: String
    /// ISO 8601, UTC.
    package let start: String
    package let command: String

    package init(pid: Int32, host: String, user: String, start: String, command: String) {
        self.pid = pid
        self.host = host
        self.user = user
        self.start = start
        self.command = command
    }

    package var description: String { "process \(pid) of \(user) on \(host) (\(command), since \(start))" }
}

/// The right to change a state file, held as long as the value lives. It is the system's `flock` on a file beside
/// the state, so that a holder that died has let go of it (design, section 3).
package struct StateLock: ~Copyable {
    private let file: any OpenFile

    private init(file: any OpenFile) {
        self.file = file
    }

    /// Tries once; `nil` when somebody else holds it.
    ///
    /// - Throws: `unwritable` when the lock file cannot be made: nor could the state beside it.
    package static func take(
        statePath: String,
        as holder: LockHolder,
        in files: some FileSystem = SystemFiles()
    ) throws(StateError) -> StateLock? {
        do {
            let file = try files.open(path(of: statePath, in: files), .append)
            guard try file.tryLock() else { return nil }
            try file.cut(toBytes: 0)
            try file.write(try JSONEncoder().encode(holder) + [StateFormat.newline])
            return StateLock(file: file)
        } catch let error as FileError {
            throw .unwritable(path: statePath, error)
        } catch {
            throw .encoding(String(describing: error))
        }
    }

    /// Who wrote the lock file last; `nil` when that cannot be read.
    package static func holder(statePath: String, in files: some FileSystem = SystemFiles()) -> LockHolder? {
        guard let text = try? files.open(path(of: statePath, in: files), .read).readAll() else { return nil }
        return try? JSONDecoder().decode(LockHolder.self, from: text)
    }

    static func path(of statePath: String, in files: some FileSystem) -> String {
        files.resolved(statePath) + ".lock"
    }
}
