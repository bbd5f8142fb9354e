import OmniModel
import Planning

/// What the environments of one base hold while an apply runs: as the plan saw it, then as Omni's answers tell. After
/// an answer that was lost there are several possibilities; a later answer may rule some of them out, since Omni lets
/// no two environments of a base hold the same value.
struct Holdings {
    enum Certainty {
        case held, perhaps, free
    }

    /// The last confirmed values first, then what writes without an answer may have made of them; never empty.
    private var possibilities: [EnvironmentKey: [[String]]] = [:]
    /// Values that somebody else holds, as a refusal says; which environment it is, is not known.
    private var claimed: Set<ExactText> = []
    /// The environments with several possibilities.
    private var doubtful: Set<EnvironmentKey> = []

    /// As it has to be before the first of the steps.
    init(before steps: [Step]) {
        for step in steps {
            switch step {
            case .setValues(let target, let values, _, _), .detach(let target, let values):
                if possibilities[target.key] == nil { possibilities[target.key] = [values] }
            case .attach, .setAttribute, .removeAttribute: break
            }
        }
    }

    /// What the environment holds if the writes that were not answered were not carried out either.
    func values(of key: EnvironmentKey) -> [String] { possibilities[key]?.first ?? [] }

    func possibilities(of key: EnvironmentKey) -> [[String]] { possibilities[key] ?? [[]] }

    var areCertain: Bool { claimed.isEmpty && doubtful.isEmpty }

    /// Of each of the values, whether an environment holds it. Takes as long as there are values in the base.
    func certainty(of values: some Sequence<String>) -> [(value: String, certainty: Certainty)] {
        var held: Set<ExactText> = []
        var perhaps = claimed
        for alternatives in possibilities.values {
            let sets = alternatives.map { Set($0.lazy.map(ExactText.init)) }
            held.formUnion(sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) })
            if sets.count > 1 { for set in sets { perhaps.formUnion(set) } }
        }
        return values.map { value in
            let text = ExactText(value)
            return (value, held.contains(text) ? .held : perhaps.contains(text) ? .perhaps : .free)
        }
    }
}

// MARK: - What Omni's answers tell
extension Holdings {
    /// Omni holds these values there, and so nowhere else in the base.
    mutating func confirm(_ values: [String], of key: EnvironmentKey) {
        possibilities[key] = [values]
        doubtful.remove(key)
        for other in doubtful { keep(in: other) { !Self.share($0, values) } }
    }

    /// The write of these values was not answered.
    mutating func doubt(_ values: [String], of key: EnvironmentKey) {
        possibilities[key, default: [[]]].append(values)
        doubtful.insert(key)
    }

    /// Omni refuses the value to this environment, as another one holds it.
    mutating func refuse(_ value: String, to key: EnvironmentKey) {
        let holders = possibilities.filter { other, alternatives in
            other != key && alternatives.contains { Self.share($0, [value]) }
        }
        if holders.isEmpty { claimed.insert(ExactText(value)) }
        if holders.count == 1, let holder = holders.first?.key {
            keep(in: holder) { Self.share($0, [value]) }
        }
    }

    /// What is not certain is as Omni lists it; a list names whoever holds what was refused, too.
    mutating func settle(by listed: [EnvironmentKey: [String]]) {
        for key in doubtful { possibilities[key] = [listed[key] ?? []] }
        doubtful = []
        guard !claimed.isEmpty else { return }
        possibilities.merge(listed.mapValues { [$0] }) { own, _ in own }
        claimed = []
    }

    /// Drops the possibilities that an answer contradicts, unless it contradicts all of them: then somebody else has
    /// changed the environment, and nothing is learned.
    private mutating func keep(in key: EnvironmentKey, where isPossible: ([String]) -> Bool) {
        let left = possibilities(of: key).filter(isPossible)
        guard !left.isEmpty else { return }
        possibilities[key] = left
        if left.count == 1 { doubtful.remove(key) }
    }

    private static func share(_ first: [String], _ second: [String]) -> Bool {
        !Set(first.map(ExactText.init)).isDisjoint(with: second.map(ExactText.init))
    }
}
