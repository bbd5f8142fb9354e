#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension File {
    /// Whether this user may write the file, or where it is missing, make it in its folder.
    package static func isWritable(_ path: String) -> Bool {
        let path = SystemFiles().resolved(path)
        return access(access(path, F_OK) == 0 ? path : folder(of: path), W_OK) == 0
    }
}
