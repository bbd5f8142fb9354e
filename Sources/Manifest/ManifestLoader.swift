package import Diagnostics
import LocatedYAML

/// From paths to a checked manifest: read, parse, decode, merge, check (docs/architecture.md). All errors of all
/// inputs are collected in one pass.
package enum ManifestLoader {
    /// `paths` are files, folders and `-`; several merge. `standardInput` is the descriptor behind `-`.
    package static func load(_ paths: [String], standardInput: Int32 = ManifestInputs.standardInput)
        -> LoadedManifest
    {
        let inputs = ManifestInputs.read(paths, standardInput: standardInput)
        return load(inputs.sources, inputDiagnostics: inputs.diagnostics)
    }

    /// Of texts that are in memory already.
    package static func load(_ sources: SourceList) -> LoadedManifest {
        load(sources, inputDiagnostics: [])
    }

    private static func load(_ sources: SourceList, inputDiagnostics: [Diagnostic]) -> LoadedManifest {
        var diagnostics = inputDiagnostics
        var assembly = ManifestAssembly()
        if !inputDiagnostics.isEmpty { assembly.addUnread() }
        for (index, source) in sources.files.enumerated() {
            diagnostics += add(source, file: Int32(clamping: index), to: &assembly)
        }
        let draft = assembly.draft
        diagnostics += assembly.diagnostics + ManifestCheck.diagnostics(of: draft)
        return LoadedManifest(sources: sources, draft: draft, diagnostics: diagnostics)
    }

    private static func add(
        _ source: SourceFile,
        file: Int32,
        to assembly: inout ManifestAssembly
    ) -> [Diagnostic] {
        let stream = YAMLParser.parse(source, file: file)
        if stream.problems.contains(where: \.kind.endsParse) { assembly.addUnread() }
        let damaged = stream.problems.filter { !$0.kind.isDuplicateKey }.map(\.range)
        var decoder = ManifestDecoder(damaged: damaged)
        for document in stream.documents where !ManifestDecoder.isBlank(document) {
            assembly.add(decoder.document(document))
        }
        return stream.problems.map(Diagnostic.init) + decoder.diagnostics
    }
}
