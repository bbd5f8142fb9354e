#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A system call on a file that failed, or was not made: which one, where, and the system's number for why.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was tried, in the words that its description has for it.
    package enum Operation: String, Sendable {
        case open, read, write, flush, rename, remove, lock, resize
        case changeMode = "change the mode of"
        case resolve = "find"
        /// A symbolic link stands where none is followed.
        case follow
    }

    package let operation: Operation
    package let path: String
    /// `nil` for what was left alone because it is a device, a pipe or a socket.
    package let number: Int32?

    /// Made right behind the call that failed, it takes the number that the system has left in `errno`.
    package init(_ operation: Operation, _ path: String, number: Int32? = errno) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    package var isMissing: Bool { number == ENOENT }
    package var isAlreadyThere: Bool { number == EEXIST }
    /// Whether the file system has no such operation for what it was asked of, as some have none that flushes folders.
    package var isUnsupported: Bool {
        operation == .flush && (number == EINVAL || number == ENOSYS || number == EOPNOTSUPP)
    }
    /// Whether the name's bytes are no text, so that the file cannot be named.
    package var isNamedInBytes: Bool { number == EILSEQ }

    package var description: String {
        guard let number else { return "\"\(path)\" is not a regular file; name another one" }
        if operation == .follow {
            return
                "\"\(path)\" is a symbolic link, which is not followed: name the file that it leads to, or remove the link"
        }
        return "cannot \(operation.rawValue) \"\(path)\": \(String(cString: strerror(number)).lowercased())"
    }
}
