import Diagnostics
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
    case badLine(Int, BadLine)
}

/// Why a line of a state file is no record.
package enum BadLine: Error, Sendable, Hashable {
    case notRecord
    /// A member is missing.
    case lacks(String)
    /// A member is of another kind than it has to be, or says what it cannot say.
    case unusable(String)
    case controlCharacter(UInt8)
    /// A merge stopped in a conflict, and its markers were left there.
    case mergeMarker
    /// Of a kind that this version does not know.
    case newerRecord(String)
    case notUUID(field: String, String)
    /// The header of another state than the first line's.
    case otherState
}

/// What went wrong with a state file or its lock.
package enum StateError: Error, Sendable {
    case unusable(path: String, StateProblem)
    case otherInstance(path: String, state: String, wanted: String)
    case file(FileError)
    /// The state file, or the lock beside it, cannot be opened for writing.
    case unwritable(path: String, FileError)
    case locked(path: String, holder: LockHolder?)
    /// The file was removed, replaced or changed by somebody else since it was read.
    case replaced(path: String)
    /// The shared store of that name takes nothing more of this run.
    case store(name: String, StoreError)
}

extension StateError {
    /// Whether what the path leads to is not what this run wrote, earlier records included.
    package var losesFile: Bool {
        if case .replaced = self { true } else { false }
    }
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
        case .store(let name, let error): "the shared state \(name): \(error)"
        case .replaced(let path):
            "\"\(path)\" was removed, replaced or changed by somebody else while this run held it: nothing more is written there"
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
    /// The line and what is wrong there, as it follows the file's path directly.
    package var description: String {
        switch self {
        case .noHeader:
            """
            :1: this is no omnienv state (its first line is not a state header): name another file with --state, \
            or restore it from a backup
            """
        case .otherFormat(let format) where format > StateFormat.version:
            """
            :1: a newer omnienv wrote this state (format \(format); this one reads up to \(StateFormat.version)): use that \
            version, or a later one
            """
        case .otherFormat(let format):
            ":1: format \(format) is not read by this omnienv (it reads \(StateFormat.oldestVersion) to \(StateFormat.version)): use the version that wrote it"
        case .badLine(let line, let problem): ":\(line): \(problem)"
        }
    }
}

extension BadLine: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notRecord: "this line is not a state record: \(Self.wayOut)"
        case .lacks(let member):
            "this line is not a state record (it has no \(member.quoted)): \(Self.wayOut)"
        case .unusable(let member):
            "this line is not a state record (its \(member.quoted) cannot be used): \(Self.wayOut)"
        case .controlCharacter(let code):
            "this line holds the control character \(Unicode.Scalar(code).codePoint): \(Self.wayOut)"
        case .mergeMarker:
            """
            this line is the marker of a merge conflict: take the lines of both sides, without the markers (the attribute \
            merge=union does that in git), or \(Self.wayOut)
            """
        case .newerRecord(let kind):
            "a newer omnienv wrote this line (a record \(kind.quoted), which this one does not know): use that version"
        case .notUUID(let field, let text):
            "the \(field) \(text.quoted) is no id, which are UUIDs: \(Self.wayOut)"
        case .otherState:
            """
            here begins another state than in the first line: keep each in a file of its own, or \(Self.wayOut)
            """
        }
    }

    private static let wayOut = """
        restore the file from a backup, or move it away; where Omni lists environments, the next apply then adopts \
        what the manifest names
        """
}
