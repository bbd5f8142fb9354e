import Diagnostics
import LocatedYAML
import OmniModel

/// What has to hold for the manifest as a whole. Each finding is independent of the others.
enum ManifestCheck {
    static func diagnostics(of draft: ManifestDraft) -> [Diagnostic] {
        var diagnostics =
            missingBases(in: draft) + repeatedConnections(in: draft)
            + NearDuplicates.warnings(ofLabels: draft.bases.map(\.declared.label))
        var routings: [BaseRouting] = []
        for base in draft.bases {
            let check = BaseCheck(base)
            diagnostics += check.diagnostics
            if !draft.expectations.isEmpty { routings.append(check.routing) }
        }
        guard !draft.expectations.isEmpty else { return diagnostics }
        return diagnostics + ExpectationCheck(draft, routings: routings).diagnostics()
    }

    private static func missingBases(in draft: ManifestDraft) -> [Diagnostic] {
        guard draft.bases.isEmpty, draft.hasAllBases else { return [] }
        let start = SourcePosition(line: 1, column: 1)
        let place = draft.basesKey ?? SourceRange(file: 0, start: start, end: start)
        return [Diagnostic(draft.isBlank ? BaseFinding.blank : .noBase, at: place)]
    }

    /// Two bases of one label are an error of their own.
    private static func repeatedConnections(in draft: ManifestDraft) -> [Diagnostic] {
        var first: [ExactText: DeclaredBase<Located<ConnectionReference>?>] = [:]
        return draft.bases.map(\.declared).compactMap { base in
            guard let key = base.connection?.value.key, let place = base.place else { return nil }
            guard let twin = first[key], let firstPlace = twin.place else {
                first[key] = base
                return nil
            }
            guard ExactText(twin.label.value) != ExactText(base.label.value) else { return nil }
            let finding = BaseFinding.listedTwice(base.label.value, first: twin.label.value)
            return .pair(finding, at: place, note: "first listed here", firstPlace)
        }
    }
}

/// Places in one text, kept so that each question about them takes few steps: a hostile text can have many thousands,
/// and as many parts to ask about.
struct DamagedPlaces {
    /// Sorted; with the first of the ends from this place on.
    private var places: [(start: SourcePosition, firstEnd: SourcePosition)] = []

    init(_ ranges: [SourceRange]) {
        for range in ranges.sorted(by: { $1.start < $0.start }) {
            let firstEnd = places.last.map { $0.firstEnd < range.end ? $0.firstEnd : range.end } ?? range.end
            places.append((range.start, firstEnd))
        }
        places.reverse()
    }

    /// Whether one of them lies within `range`, of the same text.
    func areIn(_ range: SourceRange) -> Bool {
        var (lower, upper) = (0, places.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if places[middle].start < range.start { lower = middle + 1 } else { upper = middle }
        }
        return lower < places.count && !(range.end < places[lower].firstEnd)
    }
}
