#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system knows about a path, symbolic links followed.
package struct FileStatus {
    package enum Kind {
        case file, folder, pipe
        /// A device or a socket.
        case other
    }

    /// The file itself, whatever it is called.
    package struct Identity: Hashable {
        let device: UInt64
        let file: UInt64
    }

    package let kind: Kind
    package let identity: Identity

    package init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(.resolve, path) }
        identity = Identity(device: UInt64(truncatingIfNeeded: status.st_dev), file: UInt64(status.st_ino))
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFIFO: .pipe
            default: .other
            }
    }
}
