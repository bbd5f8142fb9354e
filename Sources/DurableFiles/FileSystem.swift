#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that a run writes, passed along so that a simulation can stand in for the disk (docs/reliability.md).
/// Every error names the path and the system's number for what went wrong.
package protocol FileSystem: Sendable {
    /// Opens a regular file; a link, a pipe or a device in its place is an error. A file that it makes is readable and
    /// writable by its owner alone.
    func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile
    /// Puts the one file in the other's place in one step.
    func rename(_ path: String, to target: String) throws(FileError)
    /// Takes the name away; who has the file open keeps it.
    func remove(_ path: String) throws(FileError)
    /// Returns when the device has the names in the folder that a path lies in.
    func flushFolder(of path: String) throws(FileError)
}

/// A file that is closed, and unlocked, when the last reference to it goes.
package protocol OpenFile: AnyObject, Sendable {
    /// The bytes from where the last reading ended to the file's end.
    func readAll() throws(FileError) -> [UInt8]
    /// Returns when the system has all of the bytes, which a power cut may still undo. After an error a part of them may
    /// be in the file.
    func write(_ bytes: [UInt8]) throws(FileError)
    /// Returns when the device has what was written.
    func flush() throws(FileError)
    /// Drops what lies behind so many bytes.
    func cut(toBytes length: Int) throws(FileError)
    /// Gives the file the permissions and the group of another one, if that is there. Where the group cannot be given,
    /// no group gets any permission.
    func takeAccess(of path: String) throws(FileError)
    /// Takes the exclusive lock if nobody holds it. The system frees it when the process ends, however it ends.
    func tryLock() throws(FileError) -> Bool
    /// Whether the path leads to this very file: another one may have been put in its place since it was opened.
    func isFile(at path: String) throws(FileError) -> Bool
}

extension FileSystem {
    /// Puts a whole new content in a file's place: readers see the old one or the new one, also after a power cut. It is
    /// written under a random name beside the file, which nobody can have taken beforehand.
    ///
    /// - Parameter keepsAccess: whether permissions and group stay; otherwise the file is its owner's alone afterwards.
    /// - Returns: the path of the folder, where its file system knows no way to flush it; nil where it was flushed.
    @discardableResult
    package func replace(_ path: String, with content: [UInt8], keepsAccess: Bool) throws(FileError)
        -> String?
    {
        let temporary = path + "." + String(UInt64.random(in: .min ... .max), radix: 16) + ".new"
        try writing(to: temporary) { file throws(FileError) in
            if keepsAccess { try file.takeAccess(of: path) }
            try file.write(content)
            try file.flush()
            try rename(temporary, to: path)
        }
        return try flushFolderIfPossible(of: path)
    }

    /// Flushes the names in the folder that a path lies in, where the file system knows how.
    ///
    /// - Returns: the path of the folder, where it does not; nil where the folder was flushed.
    package func flushFolderIfPossible(of path: String) throws(FileError) -> String? {
        do {
            try flushFolder(of: path)
            return nil
        } catch  where error.isUnsupported {
            return File.folder(of: path)
        }
    }

    /// Makes a new file, whole and flushed.
    ///
    /// - Throws: with the number `EEXIST` when something is there already.
    package func create(_ path: String, with content: [UInt8]) throws(FileError) {
        try writing(to: path) { file throws(FileError) in
            try file.write(content)
            try file.flush()
        }
    }

    /// Makes a new file and takes it away again when `body` fails: a part of it would be taken for the whole.
    private func writing(to path: String, _ body: (any OpenFile) throws(FileError) -> Void) throws(FileError)
    {
        let file = try open(path, .new)
        do {
            try body(file)
        } catch {
            // Beside the failure itself, that a part of it is left over does not matter.
            try? remove(path)
            throw error
        }
    }
}

/// The files of the system that the process runs on.
package struct SystemFiles: FileSystem {
    package init() {}

    package func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile {
        let file: File
        do {
            file = try File(path, mode, followsLinks: false)
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
