#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system knows about a path, symbolic links followed.
struct FileStatus {
    enum Kind { case file, folder, other }

    /// The file itself, whatever it is called.
    struct Identity: Hashable {
        let device: UInt64
        let file: UInt64
    }

    let kind: Kind
    let size: Int
    let identity: Identity

    init(_ path: String) throws(InputFinding) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw InputFinding(number: errno) }
        size = Int(status.st_size)
        identity = Identity(device: UInt64(truncatingIfNeeded: status.st_dev), file: UInt64(status.st_ino))
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
    }
}

enum FolderListing {
    /// In the order of the file system.
    static func names(in path: String) throws(InputFinding) -> [String] {
        guard let folder = opendir(path) else { throw InputFinding(number: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee))
                    {
                        String(cString: $0)
                    }
                }
            )
        }
        return names
    }
}

/// Reads to the end, but never keeps more than a limit allows.
enum BoundedReader {
    static func readFile(_ path: String, expecting size: Int, limit: Int) throws(InputFinding) -> [UInt8] {
        guard size <= limit else { throw .tooLarge(limit: limit) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputFinding(number: errno) }
        defer { close(descriptor) }
        return try readAll(descriptor, expecting: size, limit: limit)
    }

    static func readAll(
        _ descriptor: Int32,
        expecting size: Int = 0,
        limit: Int
    ) throws(InputFinding) -> [UInt8] {
        var bytes: [UInt8] = []
        // One more than expected, so that the end shows without another growth.
        var room = size + 1
        while true {
            let count = try append(upTo: room, from: descriptor, to: &bytes)
            guard count > 0 else { return bytes }
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            room = max(size + 1 - bytes.count, 1 << 16)
        }
    }

    /// Gives the number of bytes added: 0 at the end.
    private static func append(
        upTo room: Int,
        from descriptor: Int32,
        to bytes: inout [UInt8]
    ) throws(InputFinding) -> Int {
        let chunk = try chunk(upTo: room, from: descriptor)
        if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        return chunk.count
    }

    private static func chunk(upTo room: Int, from descriptor: Int32) throws(InputFinding) -> [UInt8] {
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            var result = -1
            repeat { result = read(descriptor, buffer.baseAddress, room) } while result < 0 && errno == EINTR
            failure = result < 0 ? errno : 0
            count = max(result, 0)
        }
        guard failure == 0 else { throw InputFinding(number: failure) }
        return chunk
    }
}
