#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file of the system's. Calls that a signal interrupts are made again; short writes are continued.
package final class File: OpenFile {
    /// What is done with the file, and whether it is made.
    package enum Mode: Sendable {
        case read
        /// Writes go to the end; the file is made when it is missing.
        case append
        /// The file is made; one that is there already, or a link, is an error.
        case new

        var flags: Int32 {
            switch self {
            case .read: O_RDONLY
            case .append: O_RDWR | O_APPEND | O_CREAT
            case .new: O_RDWR | O_CREAT | O_EXCL
            }
        }
    }

    /// As it was given to open the file, for messages.
    package let path: String
    let descriptor: Int32

    /// Opens a file, without inheriting it to programs that are started. A file that it makes is readable and writable by
    /// its owner alone, unless `permissions`, of which the process's mask takes some away, say otherwise.
    ///
    /// - Parameter followsLinks: whether a symbolic link in the path's last place is followed. Otherwise it is the error
    ///   `ELOOP`, and opening a pipe or a device does not wait for its other end.
    package init(
        _ path: String,
        _ mode: Mode,
        followsLinks: Bool = true,
        permissions: UInt32 = 0o600
    ) throws(FileError) {
        self.path = path
        let links = followsLinks ? 0 : O_NOFOLLOW | O_NONBLOCK
        descriptor = Self.retry { open(path, mode.flags | links | O_CLOEXEC, mode_t(permissions)) }
        guard descriptor >= 0 else { throw FileError(.open, path) }
    }

    /// Takes a copy of a descriptor that is open already, such as standard input's; `path` names it in errors. The
    /// descriptor itself stays open.
    package init(copying descriptor: Int32, as path: String) throws(FileError) {
        self.path = path
        self.descriptor = dup(descriptor)
        guard self.descriptor >= 0 else { throw FileError(.open, path) }
    }

    deinit { close(descriptor) }

    package func readAll() throws(FileError) -> [UInt8] { try readAll(limit: .max) }

    package func write(_ bytes: [UInt8]) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                Self.retry { systemWrite(descriptor, bytes.baseAddress, bytes.count) }
            }
            guard count >= 0 else { throw FileError(.write, path) }
            rest = rest.dropFirst(count)
        }
    }

    package func flush() throws(FileError) {
        guard Self.retry({ fsync(descriptor) }) == 0 else { throw FileError(.flush, path) }
    }

    package func cut(toBytes length: Int) throws(FileError) {
        guard Self.retry({ ftruncate(descriptor, off_t(length)) }) == 0 else {
            throw FileError(.resize, path)
        }
    }

    package func takeAccess(of other: String) throws(FileError) {
        let status: FileStatus
        do { status = try FileStatus(other) } catch  where error.isMissing { return }
        let keepsGroup = Self.retry { fchown(descriptor, uid_t.max, status.group) } == 0
        let mode = keepsGroup ? status.mode : status.mode & ~0o070
        guard Self.retry({ fchmod(descriptor, mode) }) == 0 else { throw FileError(.changeMode, path) }
    }

    package func tryLock() throws(FileError) -> Bool {
        if Self.retry({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw FileError(.lock, path) }
        return false
    }

    package func isFile(at path: String) throws(FileError) -> Bool {
        do {
            return try FileStatus(path).identity == status.identity
        } catch  where error.isMissing {
            return false
        }
    }

    static func retry<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            guard result < 0, errno == EINTR else { return result }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

extension File {
    /// Whether this user may write the file, or where it is missing, make it in its folder.
    package static func isWritable(_ path: String) -> Bool {
        access(access(path, F_OK) == 0 ? path : folder(of: path), W_OK) == 0
    }

    /// Whether somebody else than this user and root may write the open file. What is no regular file, such as a pipe,
    /// is only its two ends'.
    package var isWritableByOthers: Bool {
        get throws(FileError) {
            let status = try status
            return status.kind == .file
                && (status.mode & 0o022 != 0 || (status.owner != 0 && status.owner != geteuid()))
        }
    }
}

extension File {
    /// The least that is read at once: the content of a pipe, or of a file that grows, has no size beforehand.
    private static let room = 1 << 16

    /// Reads from where the last reading ended to the file's end.
    ///
    /// - Throws: with the number `EFBIG` when there are more bytes than `limit`, of which few are read then.
    package func readAll(limit: Int) throws(FileError) -> [UInt8] {
        let size = try status.size
        guard size <= limit else { throw FileError(.read, path, number: EFBIG) }
        var bytes = try chunk(of: max(size, Self.room))
        while !bytes.isEmpty {
            guard bytes.count <= limit else { throw FileError(.read, path, number: EFBIG) }
            let chunk = try chunk(of: Self.room)
            guard !chunk.isEmpty else { break }
            bytes += chunk
        }
        return bytes
    }

    var status: FileStatus {
        get throws(FileError) { try FileStatus(of: descriptor, path) }
    }

    /// Empty at the end.
    private func chunk(of room: Int) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            let result = Self.retry { read(descriptor, buffer.baseAddress, room) }
            failure = result < 0 ? errno : 0
            count = max(result, 0)
        }
        guard failure == 0 else { throw FileError(.read, path, number: failure) }
        return chunk
    }
}

extension File {
    /// The folder that a path lies in, `.` for a bare name.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether the path names a folder, also by a link; false for what cannot be found.
    package static func isFolder(_ path: String) -> Bool { (try? FileStatus(path))?.kind == .folder }

    /// The names in a folder that are wanted, in the order of the file system.
    ///
    /// - Throws: when the folder cannot be read, and with the number `EILSEQ` when the bytes of a name that is wanted are
    ///   not UTF-8.
    package static func names(inFolder path: String, where isWanted: (String) -> Bool) throws(FileError)
        -> [String]
    {
        guard let folder = opendir(path) else { throw FileError(.read, path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let (name, isText) = name(of: entry)
            guard isWanted(name) else { continue }
            guard isText else { throw FileError(.open, path + "/" + name, number: EILSEQ) }
            names.append(name)
        }
        return names
    }

    /// The name, in which what is not UTF-8 is replaced, and whether nothing had to be.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> (name: String, isText: Bool) {
        withUnsafePointer(to: &entry.pointee.d_name) { name in
            name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                (String(cString: $0), String(validatingCString: $0) != nil)
            }
        }
    }
}
