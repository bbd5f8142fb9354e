package import DurableFiles

/// The right to change a state file, held as long as the value lives. It is the system's `flock` on a file beside
/// the state, so that a holder that died has released it (docs/decisions.md).
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
            let file = try files.open(path(of: statePath), .append)
            guard try file.tryLock() else { return nil }
            try file.cut(toBytes: 0)
            try file.write(holder.line)
            return StateLock(file: file)
        } catch {
            throw .unwritable(path: statePath, error)
        }
    }

    /// Who wrote the lock file last; `nil` when that cannot be read.
    package static func holder(statePath: String, in files: some FileSystem = SystemFiles()) -> LockHolder? {
        guard let text = try? files.open(path(of: statePath), .read).readAll() else { return nil }
        return try? LockHolder(reading: text)
    }

    static func path(of statePath: String) -> String { statePath + ".lock" }
}
