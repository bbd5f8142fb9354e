#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of the system that the process runs on.
package struct SystemFiles: FileSystem {
    /// As many links in a row as the system follows.
    private static let maximumLinks = 40

    package init() {}

    package func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile {
        try Self.refuseSpecial(path)
        return try File(path, mode)
    }

    /// A plan or a state in a device's place would take the device away, and a pipe would wait for its other end.
    private static func refuseSpecial(_ path: String) throws(FileError) {
        do throws(FileError) {
            switch try FileStatus(path).kind {
            case .file, .folder: return
            case .pipe, .other: break
            }
        } catch {
            // What opening it runs into is told as that.
            return
        }
        throw FileError(.open, path, number: nil)
    }

    package func rename(_ path: String, to target: String) throws(FileError) {
        guard systemRename(path, target) == 0 else { throw FileError(.rename, path) }
    }

    package func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else { throw FileError(.remove, path) }
    }

    package func resolved(_ path: String) -> String {
        var path = path
        for _ in 0..<Self.maximumLinks {
            if let real = realpath(path, nil) {
                defer { free(real) }
                return String(cString: real)
            }
            guard let target = Self.target(of: path) else { return path }
            path = target.hasPrefix("/") ? target : File.folder(of: path) + "/" + target
        }
        return path
    }

    /// Where a link leads that leads to nothing yet.
    private static func target(of path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(path, start, buffer.count)
            guard count > 0, count < buffer.count else { return nil }
            return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}

private func systemRename(_ path: String, _ target: String) -> Int32 { rename(path, target) }
