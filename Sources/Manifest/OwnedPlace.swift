import Diagnostics
import LocatedYAML

/// Something that an error points at, and the label of what it belongs to: through an alias two owners can
/// share one place, and only their labels tell them apart.
struct OwnedPlace {
    let range: SourceRange
    let owner: SourceRange

    init(_ range: SourceRange, owner: SourceRange) {
        self.range = range
        self.owner = owner
    }
}

extension BaseDraft {
    /// Of its connection.
    var place: OwnedPlace? { connection.map { OwnedPlace($0.range, owner: label.range) } }
}

extension EnvironmentDraft {
    /// Of its connection.
    var place: OwnedPlace? { connection.map { OwnedPlace($0.range, owner: label.range) } }
}

extension Diagnostic {
    static func pair(_ finding: some Finding, at second: OwnedPlace, note: String, _ first: OwnedPlace)
        -> Diagnostic
    {
        let isShared = first.range == second.range
        return Diagnostic(
            finding,
            at: isShared ? second.owner : second.range,
            notes: [Note(note, at: isShared ? first.owner : first.range)]
        )
    }
}
