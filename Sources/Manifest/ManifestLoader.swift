package import Diagnostics
import LocatedYAML
import OmniModel

/// From paths to a checked manifest: read, parse, decode, merge, check (docs/architecture.md). All errors of all
/// inputs are collected in one pass.
package enum ManifestLoader {
    /// Reads a manifest from disk. `paths` are files, folders and `-`; several merge. `standardInput` is the descriptor behind
    /// `-`. Whatever is wrong stands in the result; nothing is thrown.
    package static func load(_ paths: [String], standardInput: Int32 = ManifestInputs.standardInput)
        -> LoadedManifest
    {
        let inputs = ManifestInputs.read(paths, standardInput: standardInput)
        return load(inputs.sources, inputDiagnostics: inputs.diagnostics)
    }

    /// Makes a manifest of texts that are in memory already.
    package static func load(_ sources: SourceList) -> LoadedManifest {
        load(sources, inputDiagnostics: [])
    }

    private static func load(_ sources: SourceList, inputDiagnostics: [Diagnostic]) -> LoadedManifest {
        var diagnostics = inputDiagnostics
        var assembly = ManifestAssembly()
        if inputDiagnostics.hasErrors { assembly.addUnread() }
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
        var decoder = ManifestDecoder(damaged: damaged, comments: GluedComments(in: source))
        for document in stream.documents where !ManifestDecoder.isBlank(document) {
            assembly.add(decoder.document(document))
        }
        return stream.problems.map(Diagnostic.init) + decoder.diagnostics
    }
}

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

/// Puts documents together into one draft, and checks what has to hold between them.
struct ManifestAssembly {
    private(set) var draft = ManifestDraft()
    private(set) var diagnostics: [Diagnostic] = []
    private var bases: [ExactText: Int] = [:]
    /// By base and value.
    private var expectations: [ExactText: [AttributeValue: SourceRange]] = [:]

    mutating func add(_ document: ManifestDraft) {
        draft.isBlank = false
        if !document.hasAllBases { draft.hasAllBases = false }
        draft.basesKey = draft.basesKey ?? document.basesKey
        if let instance = document.instance { add(instance) }
        draft.bases.reserveCapacity(draft.bases.count + document.bases.count)
        for base in document.bases { add(base) }
        for expectation in document.expectations { add(expectation) }
    }

    /// Where a document could not be read, a base may be missing.
    mutating func addUnread() {
        draft.hasAllBases = false
    }

    private mutating func add(_ instance: Located<InstanceURL>) {
        guard let first = draft.instance else {
            draft.instance = instance
            return
        }
        guard first.value != instance.value else { return }
        report(
            InstanceFinding.differs(instance.value, first: first.value),
            at: instance.range,
            first: first.range
        )
    }

    private mutating func add(_ base: BaseDraft) {
        let index = bases[ExactText(base.declared.label.value)]
        if let index {
            let first = draft.bases[index].declared.label
            let label = base.declared.label
            report(BaseFinding.labelTwice(label.value), at: label.range, first: first.range)
            // What the two hold together is unknown until one is gone.
            draft.bases[index].hasAllEnvironments = false
        } else {
            bases[ExactText(base.declared.label.value)] = draft.bases.count
        }
        draft.bases.append(base)
    }

    private mutating func add(_ expectation: Expectation) {
        let (base, value) = (expectation.base.value, expectation.value)
        if let first = expectations[ExactText(base)]?[value.value] {
            let finding = ExpectationFinding.twice(value: value.value.text, base: base)
            report(finding, at: value.range, first: first)
        } else {
            expectations[ExactText(base), default: [:]][value.value] = value.range
            draft.expectations.append(expectation)
        }
    }

    private mutating func report(_ finding: some Finding, at range: SourceRange, first: SourceRange) {
        diagnostics.append(Diagnostic(finding, at: range, notes: [.init("first listed here", at: first)]))
    }
}
