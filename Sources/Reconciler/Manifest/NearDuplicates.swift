import LocatedYAML

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
            if let plain = routing.holder(of: skeleton) {
                return warning(Located(skeleton, at: plain.range), value)
            }
            guard let twin = known.updateValue(value, forKey: skeleton) else { return nil }
            known[skeleton] = twin
            return warning(twin, value)
        }
    }

    private func warning(_ one: Located<String>, _ other: Located<String>) -> Diagnostic? {
        guard ExactText(one.value) != ExactText(other.value) else { return nil }
        let (first, second) = one.range.sortKey <= other.range.sortKey ? (one, other) : (other, one)
        let finding = LikenessFinding(first: first.value, second: second.value)
        return Diagnostic(
            finding,
            at: second.range,
            notes: [.init("the other value is here", at: first.range)]
        )
    }
}
