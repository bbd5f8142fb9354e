import DurableFiles

/// What a path that `-f` names says before anything is read.
package enum ManifestPath {
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
