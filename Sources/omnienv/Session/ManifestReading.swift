import Diagnostics
import Manifest
import Planning

/// A manifest without errors, and the texts it came from.
struct ValidManifest {
    let manifest: Manifest
    let sources: SourceList
    /// What was read, as the command line named it.
    let paths: [String]

    /// Reads and checks a manifest; its warnings and errors go to standard error.
    /// - Throws: `ExitStatus.invalidManifest` after the errors have been shown.
    init(_ options: ManifestOptions, console: Console) throws {
        try self.init(paths: options.paths, console: console)
    }

    init(paths: [String], console: Console) throws {
        let loaded = ManifestLoader.load(paths)
        console.show(loaded)
        guard let manifest = loaded.manifest else { throw ExitStatus.invalidManifest }
        self.manifest = manifest
        sources = loaded.sources
        self.paths = paths
    }
}

extension Console {
    /// Shows what is wrong with a manifest; to somebody who has none yet, one to start from.
    func show(_ loaded: LoadedManifest) {
        show(loaded.diagnostics, in: loaded.sources)
        guard
            loaded.diagnostics.contains(where: {
                $0.rule == .emptyManifest || $0.rule == .folderWithoutManifest
            })
        else { return }
        note("A first manifest to start from:\n\n\(TerminalText(document: FirstManifest.text))")
    }

    func show(_ diagnostics: [Diagnostic], in sources: SourceList) {
        guard !diagnostics.isEmpty else { return }
        say(DiagnosticRenderer(sources: sources, isColored: colorsErrors).render(diagnostics))
    }

    /// Shows why there is no plan: at its places in the manifest where it has any.
    func show(_ failure: PlanFailure, in sources: SourceList) {
        if failure.problems.isEmpty {
            error(failure.text)
        } else {
            show(failure.problems.map(\.diagnostic), in: sources)
        }
    }
}
