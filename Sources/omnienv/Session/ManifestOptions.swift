import ArgumentParser
import Diagnostics
import Manifest

struct ManifestOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The manifest: a file, a folder of *.yaml and *.yml files, or - for standard input. Repeated, they merge. Without it omnienv.yaml.",
            valueName: "path"
        ),
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
        if let named { return named.path }
        let name = "omnienv.state.jsonl"
        guard let folder = ManifestPath.folder(of: manifests) else { return name }
        return folder == "." ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
    }
}
