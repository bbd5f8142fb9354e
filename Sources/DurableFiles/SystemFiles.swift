#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of the system that the process runs on.
package struct SystemFiles: FileSystem {
    package init() {}

    package func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile {
        let file: File
        do {
            file = try File(path, mode, links: .refused)
        } catch  where error.number == ELOOP {
            throw FileError(.follow, path, number: ELOOP)
        }
        guard try file.status.kind == .file else { throw FileError(.open, path, number: nil) }
        return file
    }

    package func rename(_ path: String, to target: String) throws(FileError) {
        guard systemRename(path, target) == 0 else { throw FileError(.rename, path) }
    }

    package func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else { throw FileError(.remove, path) }
    }

    package func flushFolder(of path: String) throws(FileError) {
        try File(File.folder(of: path), .read).flush()
    }
}

private func systemRename(_ path: String, _ target: String) -> Int32 { rename(path, target) }
