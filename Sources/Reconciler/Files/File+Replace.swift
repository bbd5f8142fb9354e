package import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension File {
    /// Puts a whole new content in a file's place: readers see the old one or the new one, also after a power cut.
    package static func replace(_ path: String, with content: Data) throws(FileError) {
        let temporary = path + ".new"
        try writeFlushed(content, to: temporary)
        guard rename(temporary, path) == 0 else { throw FileError(.rename, path) }
        try File(folder(of: path), .read).flush()
    }

    private static func writeFlushed(_ content: Data, to path: String) throws(FileError) {
        let file = try File(path, .replace)
        try file.restrictToOwner()
        try file.write(content)
        try file.flush()
    }

    /// The folder that a path lies in, `.` for a bare name.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The file that a path leads to through symbolic links; the path itself when nothing is there yet.
    package static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

extension File {
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
