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
        guard let manifest = loaded.manifest else {
            try console.report(loaded)
            throw ExitStatus.invalidManifest
        }
        console.show(loaded)
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
        guard Console.givesHints else { return }
        note("A first manifest to start from:\n\n\(TerminalText(document: FirstManifest.text))")
    }

    func show(_ diagnostics: [Diagnostic], in sources: SourceList) {
        guard !diagnostics.isEmpty else { return }
        say(DiagnosticRenderer(sources: sources, isColored: colorsErrors).render(diagnostics))
    }

    /// Shows a manifest's errors, which end a command.
    func report(_ loaded: LoadedManifest) throws {
        switch reportFormat {
        case .findings, .document(.markdown): try report(loaded.diagnostics, in: loaded.sources)
        case .document: show(loaded)
        }
    }

    /// Shows what ends a command, for whoever asked for findings as these, else on standard error.
    private func report(_ diagnostics: [Diagnostic], in sources: SourceList) throws {
        switch reportFormat {
        case .findings(let format): try show(diagnostics.map { ReportedFinding($0, in: sources) }, as: format)
        case .document(let format):
            show(diagnostics, in: sources)
            guard format == .markdown else { return }
            try result(MarkdownComment.findings(diagnostics, in: sources))
        }
    }

    /// Shows what ends a command and has no place in a manifest: on standard error, and for whoever wants a comment as one.
    func failure(_ message: TerminalText) {
        error(message)
        if case .document(.markdown) = reportFormat { report(MarkdownComment.failure(message)) }
    }

    /// Shows why there is no plan: at its places in the manifest where it has any.
    func show(_ failure: PlanFailure, in sources: SourceList) throws {
        if failure.problems.isEmpty {
            self.failure(failure.text)
        } else {
            try report(failure.problems.map(\.diagnostic), in: sources)
        }
    }
}
