#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system knows about a file.
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
    /// The permissions alone, such as `0o600`.
    let mode: mode_t
    let owner: uid_t
    let group: gid_t
    /// In bytes; 0 for what has none, such as a pipe.
    let size: Int

    /// Symbolic links are followed.
    package init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(.resolve, path) }
        self.init(status)
    }

    /// Of what is open; the path is for errors.
    package init(of descriptor: Int32, _ path: String) throws(FileError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path) }
        self.init(status)
    }

    private init(_ status: stat) {
        mode = status.st_mode & 0o777
        (owner, group) = (status.st_uid, status.st_gid)
        size = Int(status.st_size)
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
