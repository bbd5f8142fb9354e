extension File {
    /// The folder that a path lies in, `.` for a bare name.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    package static func isFolder(_ path: String) -> Bool { (try? FileStatus(path))?.kind == .folder }
}
