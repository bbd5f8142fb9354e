package import Diagnostics

/// What reading a manifest gave.
package struct LoadedManifest: Sendable {
    /// The texts that were read, byte for byte, in the order that `SourceRange.file` counts.
    package let sources: SourceList
    /// `nil` when there is any error.
    package let manifest: Manifest?
    /// Errors and warnings in the order of their places.
    package let diagnostics: [Diagnostic]

    init(sources: SourceList, draft: ManifestDraft, diagnostics: [Diagnostic]) {
        self.sources = sources
        self.diagnostics = diagnostics.inSourceOrder()
        manifest = diagnostics.hasErrors ? nil : Manifest(draft)
    }
}
