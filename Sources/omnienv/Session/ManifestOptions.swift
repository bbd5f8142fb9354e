import ArgumentParser
import Diagnostics
import FoundationEssentials
import Manifest

struct ManifestOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The manifest: a file, a folder of *.yaml and *.yml files, or - for standard input. Repeated, they merge. Without it omnienv.yaml.",
            valueName: "path"
        ),
        completion: Completion.manifests,
        transform: GivenPath.checked
    )
    var file: [String] = []

    var paths: [String] { file.isEmpty ? [OptionalManifestOptions.standard] : file }
}

struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The state file, whose name ends in .jsonl. Without it OMNIENV_STATE, or omnienv.state.jsonl beside the first manifest.",
            valueName: "path"
        ),
        completion: Completion.states,
        transform: GivenPath.checked
    )
    var state: String?

    private static let variable = "OMNIENV_STATE"
    /// The name of another kind of file is a slip, and what lies beside it, such as `Cargo.lock`, is not a state's.
    private static let suffix = ".jsonl"

    func validate() throws {
        guard let (path, source) = named else { return }
        _ = try GivenPath.checked(path)
        guard !path.hasSuffix(Self.suffix) else { return }
        throw ValidationError(
            "a state file's name ends in \(Self.suffix), and \(path.quoted) (from \(source)) does not"
        )
    }

    /// The path that somebody gave, and how.
    private var named: (path: String, source: String)? {
        if let state { return (state, "--state") }
        return Variables()[Self.variable].map { ($0, Self.variable) }
    }

    func path(besides manifests: [String]) -> String {
        named?.path ?? Self.standardPath(besides: manifests)
    }

    /// Where the state is when no option names it.
    static func standardPath(besides manifests: [String]) -> String {
        if let path = Variables()[variable] { return path }
        let name = "omnienv.state.jsonl"
        guard let folder = ManifestPath.folder(of: manifests) else { return name }
        return folder == "." ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
    }
}

/// For commands that do something useful without a manifest too.
struct OptionalManifestOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The manifest: a file, a folder of *.yaml and *.yml files, or - for standard input. Repeated, they merge. Without it omnienv.yaml, if there is one.",
            valueName: "path"
        ),
        completion: Completion.manifests,
        transform: GivenPath.checked
    )
    var file: [String] = []

    static let standard = "omnienv.yaml"

    /// Where the manifest is, or would be.
    var paths: [String] { file.isEmpty ? [Self.standard] : file }

    /// `nil` when nothing is there and nothing was named.
    /// - Throws: `ExitStatus.invalidManifest` after the errors have been shown.
    func manifest(_ console: Console) throws -> ValidManifest? {
        guard isThere else { return nil }
        return try ValidManifest(paths: paths, console: console)
    }

    /// For commands to which a manifest only adds something: `nil` too when it cannot be used.
    var usableManifest: Manifest? { isThere ? ManifestLoader.load(paths).manifest : nil }

    private var isThere: Bool { !file.isEmpty || FileManager.default.fileExists(atPath: Self.standard) }
}

struct LockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long to wait for the lock on the state, such as 30s or 5m.",
            valueName: "time"
        )
    )
    var lockTimeout = TimeSpan(.seconds(30))
}

/// A path as an option or a variable gives it. One that cannot be meant is a usage error: it is empty when a variable in
/// a script is not set, and a line break or another control character comes from a file with other line ends.
enum GivenPath {
    @Sendable static func checked(_ path: String) throws -> String {
        guard !path.isEmpty else {
            throw ValidationError("an empty path; leave the option out, or name a file")
        }
        guard let control = path.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return path
        }
        throw ValidationError(
            "the path \(path.quoted) holds the control character \(control.codePoint); name it without"
        )
    }
}
