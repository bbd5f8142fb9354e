import Diagnostics
import LocatedYAML
import OmniModel

/// Proves a draft's expectations as far as the draft could be read.
struct ExpectationCheck {
    private let expectations: [Expectation]
    private let bases: [ExactText: ExpectedBase]
    private let labels: [String]
    private let hasAllBases: Bool

    /// `routings` stand in the order of the draft's bases.
    init(_ draft: ManifestDraft, routings: [BaseRouting]) {
        expectations = draft.expectations
        labels = draft.bases.map(\.label.value)
        hasAllBases = draft.hasAllBases
        let expected = Set(expectations.map { ExactText($0.base.value) })
        let pairs = zip(draft.bases, routings).filter { expected.contains(ExactText($0.0.label.value)) }
        bases = Dictionary(pairs.map { (ExactText($0.0.label.value), ExpectedBase($0.0, $0.1)) }) {
            first,
            _ in
            first
        }
    }

    func diagnostics() -> [Diagnostic] {
        unknownBases() + expectations.compactMap(unknownEnvironment)
            + ExpectationProof.failures(of: expectations.filter(hasKnownTarget), route: route)
    }

    /// One for each place, not for each line below it.
    private func unknownBases() -> [Diagnostic] {
        guard hasAllBases else { return [] }
        var seen: Set<SourceRange> = []
        return expectations.map(\.base).filter { base in
            bases[ExactText(base.value)] == nil && seen.insert(base.range).inserted
        }.map { base in
            Diagnostic(ExpectationFinding.unknownBase(base.value, known: labels), at: base.range)
        }
    }

    private func unknownEnvironment(_ expectation: Expectation) -> Diagnostic? {
        guard let base = bases[ExactText(expectation.base.value)], base.hasAllEnvironments,
            !base.hasTarget(expectation.target.value)
        else { return nil }
        let target = expectation.target.value
        let finding = ExpectationFinding.unknownEnvironment(
            target,
            base: expectation.base.value,
            known: base.sortedTargets
        )
        return Diagnostic(finding, at: expectation.target.range)
    }

    private func hasKnownTarget(_ expectation: Expectation) -> Bool {
        bases[ExactText(expectation.base.value)]?.hasTarget(expectation.target.value) ?? false
    }

    private func route(base: String, value: String) -> ManifestRoute? {
        bases[ExactText(base)]?.route(of: value)
    }
}

/// A base that `expectations` names.
private struct ExpectedBase {
    private let routing: BaseRouting
    private let isWhole: Bool
    let hasAllEnvironments: Bool
    /// What an expectation may name.
    let targets: Set<ExactText>
    let sortedTargets: [String]

    init(_ base: BaseDraft, _ routing: BaseRouting) {
        self.routing = routing
        isWhole = base.hasAllEnvironments && base.hasAllValues
        hasAllEnvironments = base.hasAllEnvironments
        targets = Set(
            base.environments.map { ExactText($0.label.value) } + [ExactText(RouteTarget.base.word)]
        )
        sortedTargets = targets.map(\.text).sorted()
    }

    func hasTarget(_ label: String) -> Bool { targets.contains(ExactText(label)) }

    /// `nil` for a value that is listed nowhere but may stand where the base could not be read.
    func route(of value: String) -> ManifestRoute? {
        let route = routing.route(of: value)
        return route.place == nil && !isWhole ? nil : route
    }
}
