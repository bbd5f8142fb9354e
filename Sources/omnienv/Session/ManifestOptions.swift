import ArgumentParser
import Diagnostics
import FoundationEssentials
import Manifest
import OmniAPI

struct ManifestOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The manifest: a file, a folder of *.yaml and *.yml files, or - for standard input. Repeated, they merge. Without it OMNIENV_FILE, or omnienv.yaml.",
            valueName: "path"
        ),
        completion: Completion.manifests,
        transform: usablePath
    )
    var file: [String] = []

    var paths: [String] { setting.value ?? [ManifestInputs.standard] }

    /// What the command line or the variable names, if either does.
    var setting: Setting<[String]?> { ManifestInputs.setting(file) }
}

struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The state: a file whose name ends in .jsonl, or a store that runners share: http (by TF_HTTP_*), https://…, \
            gitlab:NAME, s3://bucket/key. Without it OMNIENV_STATE, or omnienv.state.jsonl beside the first manifest.
            """,
            valueName: "place"
        ),
        completion: Completion.states,
        transform: usablePath
    )
    var state: String?

    /// The name of another kind of file is a slip, and what lies beside it, such as `Cargo.lock`, is not a state's.
    private static let suffix = ".jsonl"

    func validate() throws {
        let named = named
        guard let path = named.value else { return }
        for secret in StoreAddress.secrets(in: path) where !secret.isEmpty { APIToken.keepSecret(secret) }
        guard StoreAddress(path) == nil, !path.hasSuffix(Self.suffix) else { return }
        throw ValidationError(
            "a state file's name ends in \(Self.suffix), and \(path.quoted) (from \(named.source ?? "")) does not"
        )
    }

    /// The path that somebody gave, and how.
    private var named: Setting<String?> { Setting(state, "--state", .state) }

    /// Where the state is: the path of a file, or a store's address.
    func place(besides manifests: [String]) -> String { setting(besides: manifests).value }

    func setting(besides manifests: [String]) -> Setting<String> {
        let named = named
        return Setting(named.value ?? Self.standard(besides: manifests), from: named.source)
    }

    /// Where the state is when no option names it.
    static func standardPath(besides manifests: [String]) -> String {
        Setting<String?>(nil, "--state", .state).value ?? standard(besides: manifests)
    }

    private static func standard(besides manifests: [String]) -> String {
        let name = "omnienv.state.jsonl"
        guard let folder = ManifestInputs.folder(of: manifests) else { return name }
        return folder == "." ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
    }
}

/// For commands that do something useful without a manifest too.
struct OptionalManifestOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The manifest: a file, a folder of *.yaml and *.yml files, or - for standard input. Repeated, they merge. Without it OMNIENV_FILE, or omnienv.yaml if there is one.",
            valueName: "path"
        ),
        completion: Completion.manifests,
        transform: usablePath
    )
    var file: [String] = []

    /// Where the manifest is, or would be.
    var paths: [String] { ManifestInputs.setting(file).value ?? [ManifestInputs.standard] }

    /// `nil` when nothing is there and nothing was named.
    /// - Throws: `ExitStatus.invalidManifest` after the errors have been shown.
    func manifest(_ console: Console) throws -> ValidManifest? {
        guard isThere else { return nil }
        return try ValidManifest(paths: paths, console: console)
    }

    /// For commands to which a manifest only adds something: `nil` too when it cannot be used.
    var usableManifest: Manifest? { isThere ? ManifestLoader.load(paths).manifest : nil }

    private var isThere: Bool {
        ManifestInputs.setting(file).value != nil
            || FileManager.default.fileExists(atPath: ManifestInputs.standard)
    }
}

struct LockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long to wait for the lock on the state, such as 30s or 5m. Without it OMNIENV_LOCK_TIMEOUT, or 30s.",
            valueName: "time"
        )
    )
    var lockTimeout: TimeSpan?

    var setting: Setting<TimeSpan> {
        Setting(lockTimeout, "--lock-timeout", .lockTimeout, else: TimeSpan(.seconds(30)))
    }

    var duration: Duration { setting.value.duration }
}
