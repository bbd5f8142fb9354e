import Diagnostics
import LocatedYAML

/// What the YAML parser complained about.
struct YAMLFinding: Finding, Hashable {
    let problem: YAMLProblem

    var message: String { problem.message }
}

extension Diagnostic {
    init(_ problem: YAMLProblem) {
        let note = problem.related.map { Note(problem.relatedNote ?? "see here", at: $0) }
        self.init(YAMLFinding(problem: problem), at: problem.range, notes: note.map { [$0] } ?? [])
    }
}

extension YAMLProblem.Kind {
    /// Whether what follows in the text was not read.
    var endsParse: Bool {
        switch self {
        case .notUTF8, .controlCharacter, .syntax, .tooLarge, .tooDeep, .tooManyNodes, .outOfMemory: true
        case .duplicateKey, .undefinedAlias, .recursiveAlias, .keyNotScalar, .invalidMerge, .unsupportedTag,
            .misplacedTag:
            false
        }
    }

    /// The one problem that leaves nothing behind that a later check could take for another mistake.
    var isDuplicateKey: Bool {
        if case .duplicateKey = self { true } else { false }
    }
}
