#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file of the system's. Calls that a signal interrupts are made again; short writes are continued.
package final class File: OpenFile {
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

    /// What becomes of a symbolic link in the path's last place.
    package enum Links: Sendable {
        case followed
        /// A link is the error `ELOOP`. Opening a pipe or a device does not wait for its other end.
        case refused

        var flags: Int32 { self == .followed ? 0 : O_NOFOLLOW | O_NONBLOCK }
    }

    package let path: String
    let descriptor: Int32

    /// A file that it makes is readable and writable by its owner alone, unless `permissions`, of which the process's
    /// mask takes some away, say otherwise.
    package init(
        _ path: String,
        _ mode: Mode,
        links: Links = .followed,
        permissions: UInt32 = 0o600
    ) throws(FileError) {
        self.path = path
        descriptor = Self.retry { open(path, mode.flags | links.flags | O_CLOEXEC, mode_t(permissions)) }
        guard descriptor >= 0 else { throw FileError(.open, path) }
    }

    /// What is open already, under a name for errors. The descriptor itself stays open.
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

    /// Reads on to the end.
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

    package static func isFolder(_ path: String) -> Bool { (try? FileStatus(path))?.kind == .folder }
}
