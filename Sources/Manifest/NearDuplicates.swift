import Diagnostics
import LocatedYAML
import OmniModel

/// Finds values of one base, or labels, that are easily mistaken for one another. Texts in plain lower case ASCII look
/// only like themselves, so they cost nothing unless another one looks like them.
struct NearDuplicates {
    private let subject: DeceptionFinding.Subject
    private var variable: [Located<String>] = []

    init(of subject: DeceptionFinding.Subject) {
        self.subject = subject
    }

    static func warnings(ofLabels labels: [Located<String>]) -> [Diagnostic] {
        var labelsAlike = NearDuplicates(of: .label)
        for label in labels { labelsAlike.add(label) }
        guard !labelsAlike.variable.isEmpty else { return [] }
        let places = Dictionary(labels.map { (ExactText($0.value), $0.range) }) { first, _ in first }
        return labelsAlike.warnings { places[ExactText($0)] }
    }

    mutating func add(_ value: Located<String>) {
        guard !TextTraits(of: value.value).isDisjoint(with: .variable) else { return }
        variable.append(value)
    }

    /// One warning for each text that looks like one before it, or like a plain one, whose place `placeOfPlain` gives.
    func warnings(beside placeOfPlain: (String) -> SourceRange?) -> [Diagnostic] {
        var known: [String: Located<String>] = [:]
        var seen: Set<ExactText> = []
        return variable.compactMap { value -> Diagnostic? in
            guard seen.insert(ExactText(value.value)).inserted else { return nil }
            let skeleton = value.value.skeleton()
            let twin = known[skeleton] ?? plain(skeleton, unlike: value, placeOfPlain)
            guard let twin else {
                known[skeleton] = value
                return nil
            }
            return warning(twin, value)
        }
    }

    /// A text that is written like a skeleton, unless it is the very text that the skeleton is made of.
    private func plain(
        _ skeleton: String,
        unlike text: Located<String>,
        _ place: (String) -> SourceRange?
    ) -> Located<String>? {
        guard ExactText(skeleton) != ExactText(text.value) else { return nil }
        return place(skeleton).map { Located(skeleton, at: $0) }
    }

    private func warning(_ one: Located<String>, _ other: Located<String>) -> Diagnostic {
        let (first, second) = one.range.sortKey <= other.range.sortKey ? (one, other) : (other, one)
        let finding = LikenessFinding(subject: subject, first: first.value, second: second.value)
        let note = Diagnostic.Note("the other \(subject.rawValue) is here", at: first.range)
        return Diagnostic(finding, at: second.range, notes: [note])
    }
}
