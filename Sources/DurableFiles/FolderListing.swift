#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum FolderListing {
    /// The names that are wanted, in the order of the file system.
    ///
    /// - Throws: with the number `EILSEQ` when the bytes of one that is wanted are not UTF-8.
    package static func names(in path: String, where isWanted: (String) -> Bool) throws(FileError) -> [String]
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
