#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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
