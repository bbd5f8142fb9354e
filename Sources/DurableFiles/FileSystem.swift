/// The files that a run writes, passed along so that a simulation can stand in for the disk.
package protocol FileSystem: Sendable {
    /// A file that it makes is readable and writable by its owner alone.
    func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile
    /// Puts the one file in the other's place in one step.
    func rename(_ path: String, to target: String) throws(FileError)
    func remove(_ path: String) throws(FileError)
    /// The file that a path leads to through symbolic links, also where nothing is there yet.
    func resolved(_ path: String) -> String
}

/// A file that is closed, and unlocked, when the last reference to it goes.
package protocol OpenFile: AnyObject, Sendable {
    func readAll() throws(FileError) -> [UInt8]
    /// Returns when the system has all of it, which a power cut may still undo.
    func write(_ bytes: [UInt8]) throws(FileError)
    /// Returns when the device has what was written.
    func flush() throws(FileError)
    func cut(toBytes length: Int) throws(FileError)
    func restrictToOwner() throws(FileError)
    /// Takes the exclusive lock if nobody holds it. The system frees it when the process ends, however it ends.
    func tryLock() throws(FileError) -> Bool
}

extension FileSystem {
    /// Puts a whole new content in a file's place: readers see the old one or the new one, also after a power cut.
    package func replace(_ path: String, with content: [UInt8]) throws(FileError) {
        let temporary = path + ".new"
        do {
            try writeFlushed(content, to: open(temporary, .replace))
            try rename(temporary, to: path)
        } catch {
            // Beside the failure itself, that a part of it is left over does not matter.
            try? remove(temporary)
            throw error
        }
        try open(File.folder(of: path), .read).flush()
    }

    package func writeFlushed(_ content: [UInt8], to file: any OpenFile) throws(FileError) {
        try file.restrictToOwner()
        try file.write(content)
        try file.flush()
    }
}
