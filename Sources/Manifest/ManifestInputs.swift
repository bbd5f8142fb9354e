package import Diagnostics
import DurableFiles
import LocatedYAML

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads what `-f` names into memory: files, folders (every `*.yaml` and `*.yml` right in them, sorted by
/// name, but no hidden ones), and `-`. One file counts once, however often and by whatever path it is named.
package struct ManifestInputs {
    /// The texts that were read, in the order of the paths; those of a folder by their names.
    package private(set) var sources = SourceList()
    private(set) var diagnostics: [Diagnostic] = []
    private var seen: Set<FileStatus.Identity> = []

    /// The descriptor that `-` stands for.
    package static let standardInput = STDIN_FILENO

    static func read(_ paths: [String], standardInput: Int32) -> ManifestInputs {
        var inputs = ManifestInputs()
        for path in paths {
            inputs.reporting(path) { inputs throws(InputFinding) in
                if path == "-" {
                    try inputs.addStandardInput(standardInput)
                } else {
                    try inputs.add(path, standardInput: standardInput)
                }
            }
        }
        return inputs
    }

    private mutating func reporting(
        _ name: String,
        _ body: (inout Self) throws(InputFinding) -> Void
    ) {
        do throws(InputFinding) {
            try body(&self)
        } catch {
            diagnostics.append(Diagnostic(error, place: .file(name)))
        }
    }

    private mutating func addStandardInput(_ descriptor: Int32) throws(InputFinding) {
        guard !sources.files.contains(where: { $0.name == "-" }) else { return }
        try addContent("-", of: File(copying: descriptor, as: "-"))
    }

    private mutating func add(_ path: String, standardInput: Int32) throws(InputFinding) {
        let status: FileStatus
        do throws(InputFinding) {
            status = try Self.status(of: path)
        } catch .missing {
            throw .missing(instead: Self.file(insteadOf: path))
        }
        switch status.kind {
        case .file, .pipe:
            try addFile(ManifestPlace(path, status, standardInput: standardInput), path, status)
        case .folder: try addFolder(path)
        case .other: throw .notFileOrFolder
        }
    }

    private mutating func addFolder(_ path: String) throws(InputFinding) {
        let folder = try ManifestFolder(path)
        let names = try Self.names(in: path)
        let prefix = path.hasSuffix("/") ? path : path + "/"
        var isEmpty = true
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            reporting(prefix + name) { inputs throws(InputFinding) in
                let status = try Self.status(of: prefix + name)
                guard status.kind == .file else { return }
                guard Self.isManifest(name) else { throw .passedOver }
                isEmpty = false
                try inputs.addFile(folder.place(of: prefix + name), prefix + name, status)
            }
        }
        if isEmpty { throw .emptyFolder }
    }

    private mutating func addFile(
        _ place: ManifestPlace,
        _ name: String,
        _ status: FileStatus
    ) throws(InputFinding) {
        guard seen.insert(status.identity).inserted else { return }
        try addContent(name, of: place.open())
    }

    private mutating func addContent(
        _ name: String,
        of file: @autoclosure () throws(FileError) -> File
    ) throws(InputFinding) {
        do {
            let bytes = try file().readAll(limit: YAMLLimits.standard.bytes)
            _ = sources.add(SourceFile(name: name, bytes: bytes))
        } catch {
            throw InputFinding(error)
        }
    }

    private static func status(of path: String) throws(InputFinding) -> FileStatus {
        do { return try FileStatus(path) } catch { throw InputFinding(error) }
    }

    private static func names(in folder: String) throws(InputFinding) -> [String] {
        do { return try File.names(inFolder: folder) { isManifest($0.lowercased()) } } catch {
            throw InputFinding(error)
        }
    }

    /// The file that is meant by a path that leads nowhere: one of nearly its name, or else the only manifest beside it.
    private static func file(insteadOf path: String) -> String? {
        let folder = File.folder(of: path)
        guard let names = try? File.names(inFolder: folder, where: { !$0.hasPrefix(".") }) else {
            return nil
        }
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let stem = path[slash...].lowercased().split(separator: ".").first ?? ""
        let manifests = names.filter { isManifest($0.lowercased()) }.sorted()
        let meant =
            (manifests
            + names.filter { $0.lowercased().hasSuffix(".yaml.txt") || $0.lowercased().hasSuffix(".yml.txt") })
            .first { $0.lowercased().split(separator: ".").first == stem }
        return (meant ?? (manifests.count == 1 ? manifests.first : nil)).map { path[..<slash] + $0 }
    }

    private static func isManifest(_ name: String) -> Bool {
        !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
    }
}

/// Why an input could not be read.
enum InputFinding: Finding, Error, Hashable {
    /// With a file beside it that may be meant.
    case missing(instead: String?)
    /// With the system's number for the reason.
    case unreadable(Int32)
    case notFileOrFolder
    case emptyFolder
    /// A link whose end lies outside the folder that it was found in.
    case leadsOut
    /// Something under `/proc`, `/sys` or `/dev`.
    case ofTheSystem
    /// Larger than `YAMLLimits.standard`.
    case tooLarge
    /// A file of a folder whose suffix is that of a manifest but for its case.
    case passedOver
    /// A manifest in the folder has a name that is no text.
    case namedInBytes(String)

    init(_ error: FileError) {
        self =
            switch error.number {
            case ENOENT, ENOTDIR: .missing(instead: nil)
            case EFBIG: .tooLarge
            case _ where error.isNamedInBytes: .namedInBytes(error.path)
            case let number?: .unreadable(number)
            case nil: .notFileOrFolder
            }
    }

    var rule: Rule {
        switch self {
        case .missing: .fileMissing
        case .unreadable: .fileUnreadable
        case .notFileOrFolder: .notAFile
        case .emptyFolder: .folderWithoutManifest
        case .leadsOut: .linkLeadsOut
        case .ofTheSystem: .systemFile
        case .tooLarge: .textTooLarge
        case .passedOver: .filePassedOver
        case .namedInBytes: .fileNameNotText
        }
    }

    var severity: Diagnostic.Severity { self == .passedOver ? .warning : .error }

    var hint: String? {
        guard case .missing(let instead?) = self else { return nil }
        return Suggestion.question(instead)
    }

    var message: String {
        switch self {
        case .missing:
            "no such file or folder; name the manifest with -f, or write a first one with omnienv init"
        case .unreadable(let number):
            "cannot be read: \(String(cString: strerror(number)).lowercased()); check its permissions"
        case .notFileOrFolder: "neither a file nor a folder; name one of these, or - for standard input"
        case .emptyFolder:
            "no *.yaml or *.yml file in this folder; name another one, or write a first one with omnienv init"
        case .leadsOut:
            "a symbolic link that leads out of its folder, which is not followed; put the file itself here, or name it with -f"
        case .ofTheSystem:
            "only standard input and pipes are read under /proc, /sys and /dev; name a file elsewhere, or - for standard input"
        case .namedInBytes(let path):
            "the name of \(path.quoted) is not UTF-8, so that it cannot be opened; rename it"
        case .tooLarge: "larger than \(YAMLLimits.standard.bytes >> 20) MiB; split it into several files"
        case .passedOver:
            "not read: of a folder only *.yaml and *.yml are, in lower case; rename it, or name it with -f"
        }
    }
}
