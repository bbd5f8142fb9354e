import Diagnostics
import DurableFiles
import LocatedYAML

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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
        case .missing: "no such file or folder; create it, or name the manifest with -f"
        case .unreadable(let number):
            "cannot be read: \(String(cString: strerror(number)).lowercased()); check its permissions"
        case .notFileOrFolder: "neither a file nor a folder; name one of these, or - for standard input"
        case .emptyFolder: "no *.yaml or *.yml file in this folder; add one, or name another folder"
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
