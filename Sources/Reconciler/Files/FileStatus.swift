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
    let identity: Identity

    init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(.resolve, path) }
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
    static func names(in path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else { throw FileError(.read, path) }
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
