package import DurableFiles
import JSONText

/// The right to change a state file, held as long as the value lives. It is the system's `flock` on a file beside
/// the state, so that a holder that died has released it (docs/decisions.md).
package struct StateLock: ~Copyable {
    private let file: any OpenFile

    private init(file: any OpenFile) {
        self.file = file
    }

    /// Tries once to take the lock, and writes its holder into the lock file; nil when somebody else holds it.
    ///
    /// - Throws: `unwritable` when the lock file cannot be made: nor could the state beside it.
    package static func take(
        statePath: String,
        as holder: LockHolder,
        in files: some FileSystem = SystemFiles()
    ) throws(StateError) -> StateLock? {
        do {
            guard let file = try locked(path(of: statePath), in: files) else { return nil }
            try file.cut(toBytes: 0)
            try file.write(holder.line)
            return StateLock(file: file)
        } catch {
            throw .unwritable(path: statePath, error)
        }
    }

    /// A lock on a file that was removed or replaced meanwhile keeps nobody from the one that is there now: then that is
    /// locked.
    private static func locked(_ path: String, in files: some FileSystem) throws(FileError) -> (any OpenFile)?
    {
        while true {
            let file = try files.open(path, .append)
            guard try file.tryLock() else { return nil }
            if try file.isFile(at: path) { return file }
        }
    }

    /// Who wrote the lock file last, be it that the lock is free by now; nil when that cannot be read.
    package static func holder(statePath: String, in files: some FileSystem = SystemFiles()) -> LockHolder? {
        guard let text = try? files.open(path(of: statePath), .read).readAll() else { return nil }
        return try? LockHolder(reading: text)
    }

    static func path(of statePath: String) -> String { statePath + ".lock" }
}

/// Who holds a lock, as the lock file says.
package struct LockHolder: Sendable, Hashable, CustomStringConvertible {
    /// The process on its host, which may have ended since.
    package let pid: Int32
    package let host: String
    package let user: String
    /// When the process asked for the lock, as ISO 8601 in UTC.
    package let start: String
    /// The whole command line.
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

extension LockHolder {
    /// Reads the JSON object that `line` has.
    init(reading text: [UInt8]) throws(JSONProblem) {
        var (pid, texts): (Int32?, [String: String]) = (nil, [:])
        var reader = JSONReader(text)
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "pid": pid = try reader.text().flatMap { Int32($0) }
            default: texts[key] = try reader.string()
            }
        }
        guard let pid, let host = texts["host"], let user = texts["user"], let start = texts["start"],
            let command = texts["command"]
        else { throw .notJSON }
        self.init(pid: pid, host: host, user: user, start: start, command: command)
    }

    /// A JSON object with the line break.
    var line: [UInt8] {
        let object = JSONValue.object([
            "pid": .number(Int(pid)), "host": .string(host), "user": .string(user),
            "start": .string(start), "command": .string(command),
        ])
        return object.bytes + [StateFormat.newline]
    }
}

extension StateLock {
    /// Reads a state file as nobody changes it meanwhile; `nil` while somebody holds its lock. Nothing is written, so that
    /// a file can be read where none can be made.
    package static func load(_ statePath: String, in files: some FileSystem = SystemFiles())
        throws(StateError) -> StateFormat.Replayed?
    {
        let lock: (any OpenFile)?
        do {
            lock = try files.open(path(of: statePath), .read)
        } catch  where error.isMissing {
            lock = nil
        } catch {
            throw .file(error)
        }
        do { if let lock, try !lock.tryLock() { return nil } } catch { throw .file(error) }
        defer { withExtendedLifetime(lock) {} }
        return try StateFile.load(statePath, in: files)
    }

    /// Whether somebody holds the lock now. Nothing is written, and the lock is released at once.
    package static func isHeld(statePath: String, in files: some FileSystem = SystemFiles())
        throws(StateError) -> Bool
    {
        do {
            let isFree = try files.open(path(of: statePath), .read).tryLock()
            return !isFree
        } catch  where error.isMissing {
            return false
        } catch {
            throw .file(error)
        }
    }
}
