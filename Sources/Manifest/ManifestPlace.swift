import DurableFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where an input really lies. Who writes a manifest may put a link in its place: what that leads to is read, and so
/// shown in messages, only as long as it stays inside the folder that the operator named.
struct ManifestPlace {
    /// Where the system shows processes, devices and itself as files.
    private static let systemFolders = ["/proc", "/sys", "/dev"]

    /// Free of links, but for what the system itself gives out as one.
    private let path: String
    private let followsLinks: Bool

    /// The place of a file or a pipe that is named by itself. `status` is what the path leads to.
    ///
    /// - Throws: when a link leads out of the folder that the path is in, and for a file of the system that is neither
    ///   a pipe nor standard input.
    init(_ path: String, _ status: FileStatus, standardInput: Int32) throws(InputFinding) {
        guard Self.isOfTheSystem(path) else {
            self = try ManifestFolder(File.folder(of: path)).place(of: path, isPipe: status.kind == .pipe)
            return
        }
        let input = try? FileStatus(of: standardInput, path)
        guard status.kind == .pipe || status.identity == input?.identity else { throw .ofTheSystem }
        self.init(path: path, followsLinks: true)
    }

    /// Whether a path lies where the system shows processes, devices and itself.
    static func isOfTheSystem(_ path: String) -> Bool { systemFolders.contains { path.isInside($0) } }

    private init(path: String, followsLinks: Bool) {
        (self.path, self.followsLinks) = (path, followsLinks)
    }

    fileprivate init(real path: String, isPipe: Bool) throws(InputFinding) {
        guard !Self.isOfTheSystem(path) else { throw .ofTheSystem }
        // A pipe has to be waited for.
        self.init(path: path, followsLinks: isPipe)
    }

    func open() throws(FileError) -> File { try File(path, .read, followsLinks: followsLinks) }
}

/// A folder that the operator named, whatever links lead there.
struct ManifestFolder {
    private let path: String

    init(_ path: String) throws(InputFinding) {
        self.path = try Self.real(path)
    }

    /// The place of a file in the folder.
    ///
    /// - Throws: when it is a link that leads out of the folder.
    func place(of path: String, isPipe: Bool = false) throws(InputFinding) -> ManifestPlace {
        let real = try Self.real(path)
        guard real.isInside(self.path) else { throw .leadsOut }
        return try ManifestPlace(real: real, isPipe: isPipe)
    }

    private static func real(_ path: String) throws(InputFinding) -> String {
        guard let real = realpath(path, nil) else { throw InputFinding(FileError(.resolve, path)) }
        defer { free(real) }
        return String(cString: real)
    }
}

extension String {
    /// Whether an absolute path lies beneath a folder's.
    fileprivate func isInside(_ folder: String) -> Bool {
        utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
    }
}

extension ManifestInputs {
    /// The folder of the first path that is a file or a folder on disk, or would be; `nil` where all are standard input,
    /// pipes or devices, which lie nowhere.
    package static func folder(of paths: [String]) -> String? {
        guard let first = paths.first(where: isOnDisk) else { return nil }
        return File.isFolder(first) ? first : File.folder(of: first)
    }

    private static func isOnDisk(_ path: String) -> Bool {
        guard path != "-", !ManifestPlace.isOfTheSystem(path) else { return false }
        switch (try? FileStatus(path))?.kind {
        case .file, .folder, nil: return true
        case .pipe, .other: return false
        }
    }
}
