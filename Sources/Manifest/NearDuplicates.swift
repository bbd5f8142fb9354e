import Diagnostics
import OmniModel

/// Finds values of one base that are easily mistaken for one another. Values in plain lower case ASCII look
/// only like themselves, so they cost nothing unless another one looks like them.
struct NearDuplicates {
    private var variable: [Located<String>] = []

    mutating func add(_ value: Located<String>) {
        guard !TextTraits(of: value.value).isDisjoint(with: .variable) else { return }
        variable.append(value)
    }

    /// One warning for each value that looks like one of `routing`'s or of those before it.
    func warnings(beside routing: BaseRouting) -> [Diagnostic] {
        var known: [String: Located<String>] = [:]
        var seen: Set<ExactText> = []
        return variable.compactMap { value in
            guard seen.insert(ExactText(value.value)).inserted else { return nil }
            let skeleton = value.value.skeleton()
            let twin = known[skeleton] ?? plain(skeleton, unlike: value, in: routing)
            guard let twin else {
                known[skeleton] = value
                return nil
            }
            return warning(twin, value)
        }
    }

    /// A value that is written like a skeleton, unless it is the very value that the skeleton is made of.
    private func plain(
        _ skeleton: String,
        unlike value: Located<String>,
        in routing: BaseRouting
    ) -> Located<String>? {
        guard ExactText(skeleton) != ExactText(value.value) else { return nil }
        return routing.holder(of: skeleton).map { Located(skeleton, at: $0.range) }
    }

    private func warning(_ one: Located<String>, _ other: Located<String>) -> Diagnostic {
        let (first, second) = one.range.sortKey <= other.range.sortKey ? (one, other) : (other, one)
        let finding = LikenessFinding(first: first.value, second: second.value)
        let note = Diagnostic.Note("the other value is here", at: first.range)
        return Diagnostic(finding, at: second.range, notes: [note])
    }
}
