#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system knows about a file at one moment.
package struct FileStatus {
    /// What stands under a name, as far as it makes a difference to whoever reads it.
    package enum Kind {
        case file, folder, pipe
        /// A device or a socket.
        case other
    }

    /// The file itself, whatever it is called: equal for two names of one file, as long as that exists.
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

    /// Asks for what stands under a path; symbolic links are followed.
    package init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(.resolve, path) }
        self.init(status)
    }

    /// Asks for what is open under a descriptor; the path is for errors.
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
