import ArgumentParser
import FoundationEssentials
import Manifest

/// For commands that do something useful without a manifest too.
struct OptionalManifestOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The manifest: a file, a folder of *.yaml and *.yml files, or - for standard input. Repeated, they merge. Without it omnienv.yaml, if there is one.",
            valueName: "path"
        ),
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
