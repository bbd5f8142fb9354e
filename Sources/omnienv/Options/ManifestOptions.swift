import ArgumentParser
import DurableFiles
import FoundationEssentials

struct ManifestOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The manifest: a file, a folder of *.yaml and *.yml files, or - for standard input. Repeated, they merge. Without it omnienv.yaml.",
            valueName: "path"
        )
    )
    var file: [String] = []

    var paths: [String] { file.isEmpty ? [OptionalManifestOptions.standard] : file }
}

struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The state file. Without it OMNIENV_STATE, or omnienv.state.jsonl beside the first manifest.",
            valueName: "path"
        )
    )
    var state: String?

    func path(besides manifests: [String]) -> String {
        if let state { return state }
        if let named = ProcessInfo.processInfo.environment["OMNIENV_STATE"], !named.isEmpty { return named }
        let name = "omnienv.state.jsonl"
        guard let first = manifests.first, first != "-" else { return name }
        let folder = File.isFolder(first) ? first : File.folder(of: first)
        return folder == "." ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
    }
}
