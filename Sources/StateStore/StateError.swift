package import DurableFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why the text of a state file cannot be used. The file is left as it is.
package enum StateProblem: Error, Sendable, Hashable {
    case noHeader
    case otherFormat(Int)
    /// The line's number, counted from 1.
    case badLine(Int)
}

/// What went wrong with a state file or its lock.
package enum StateError: Error, Sendable {
    case unusable(path: String, StateProblem)
    case otherInstance(path: String, state: String, wanted: String)
    case file(FileError)
    /// The state file, or the lock beside it, cannot be opened for writing.
    case unwritable(path: String, FileError)
    case locked(path: String, holder: LockHolder?)
}

extension StateError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusable(let path, let problem): "\(path)\(problem)"
        case .otherInstance(let path, let state, let wanted):
            """
            "\(path)" is the state of \(state), not of \(wanted): name this instance's own state with --state, \
            or use the address that the state was made with
            """
        case .file(let error): error.description
        case .unwritable(let path, let error): Self.wayOut(path, error)
        case .locked(let path, let holder):
            if let holder {
                "\"\(path)\" is locked by \(holder): wait until it has finished, or raise --lock-timeout"
            } else {
                "\"\(path)\" is locked by another process: wait until it has finished, or raise --lock-timeout"
            }
        }
    }

    private static func wayOut(_ path: String, _ error: FileError) -> String {
        if error.operation == .follow { return "\(error); Omni was asked to change nothing" }
        let folder = File.folder(of: path)
        let advice =
            switch error.number {
            case ENOENT, ENOTDIR: "make the folder \"\(folder)\""
            case ENOSPC, EDQUOT: "make room there"
            default: "make sure that the folder \"\(folder)\" and the file can be written"
            }
        return
            "\(error): \(advice), or name another state file with --state; Omni was asked to change nothing"
    }
}

extension StateProblem: CustomStringConvertible {
    /// Follows the file's path directly.
    package var description: String {
        switch self {
        case .noHeader:
            """
            :1: this is no omnienv state (its first line is not a state header): name another file with --state, \
            or restore it from a backup
            """
        case .otherFormat(let format):
            ":1: format \(format) is not read by this omnienv (it reads \(StateFormat.version)): use the version that wrote it"
        case .badLine(let line):
            """
            :\(line): this line is not a state record: restore the file from a backup, or move it away; where Omni \
            lists environments, the next apply then adopts what the manifest names
            """
        }
    }
}
