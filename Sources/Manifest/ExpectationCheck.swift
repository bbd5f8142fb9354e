package import Diagnostics
import LocatedYAML
package import OmniModel

/// Proves a draft's expectations as far as the draft could be read.
struct ExpectationCheck {
    private let expectations: [Expectation]
    private let bases: [ExactText: ExpectedBase]
    private let labels: [String]
    private let hasAllBases: Bool

    /// `routings` stand in the order of the draft's bases.
    init(_ draft: ManifestDraft, routings: [BaseRouting]) {
        expectations = draft.expectations
        labels = draft.bases.map(\.declared.label.value)
        hasAllBases = draft.hasAllBases
        let expected = Set(expectations.map { ExactText($0.base.value) })
        let pairs = zip(draft.bases, routings).filter {
            expected.contains(ExactText($0.0.declared.label.value))
        }
        bases = Dictionary(pairs.map { (ExactText($0.0.declared.label.value), ExpectedBase($0.0, $0.1)) }) {
            first,
            _ in
            first
        }
    }

    func diagnostics() -> [Diagnostic] {
        unknownBases() + expectations.flatMap(unknownEnvironment)
            + expectations.filter(hasKnownTarget).failures(route: route)
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

    private func unknownEnvironment(_ expectation: Expectation) -> [Diagnostic] {
        guard let base = bases[ExactText(expectation.base.value)], base.hasAllEnvironments else { return [] }
        guard !base.has(expectation.target.value) else { return [] }
        let label = expectation.base.value
        return [ExpectationFinding.unknown(expectation.target, of: label, in: base.routing)]
    }

    private func hasKnownTarget(_ expectation: Expectation) -> Bool {
        bases[ExactText(expectation.base.value)]?.has(expectation.target.value) ?? false
    }

    private func route(base: String, value: AttributeValue) -> ManifestRoute? {
        bases[ExactText(base)]?.route(of: value)
    }
}

/// A base that `expectations` names.
private struct ExpectedBase {
    let routing: BaseRouting
    private let isWhole: Bool
    let hasAllEnvironments: Bool
    private let labels: Set<ExactText>

    init(_ base: BaseDraft, _ routing: BaseRouting) {
        self.routing = routing
        labels = Set(routing.labels.map(ExactText.init))
        isWhole = base.hasAllEnvironments && base.hasAllValues
        hasAllEnvironments = base.hasAllEnvironments
    }

    /// Also where that cannot be told.
    func has(_ target: RouteTarget) -> Bool {
        if case .label(let label) = target {
            labels.contains(ExactText(label))
        } else {
            routing.has(target) != false
        }
    }

    /// `nil` for a value that is listed nowhere but may stand where the base could not be read.
    func route(of value: AttributeValue) -> ManifestRoute? {
        let route = routing.route(of: value)
        return route.place == nil && !isWhole ? nil : route
    }
}

extension [Expectation] {
    /// One error for each expectation that a routing does not meet, be it the manifest's own or what Omni lists. `route`
    /// gives where a value of the base with that label is routed, or nil where that cannot be told; then nothing is proved.
    package func failures(
        route: (_ base: String, _ value: AttributeValue) -> ManifestRoute?
    ) -> [Diagnostic] {
        compactMap { expectation in
            route(expectation.base.value, expectation.value.value).flatMap(expectation.failure)
        }
    }
}

extension Expectation {
    fileprivate func failure(on route: ManifestRoute) -> Diagnostic? {
        let (value, expected) = (value.value, target)
        guard route.meets(expected.value) == false else { return nil }
        let finding = ExpectationFinding.failed(value: value.text, expected: expected.value, route: route)
        let notes = route.place.map { [Diagnostic.Note("listed here", at: $0)] }
        return Diagnostic(finding, at: expected.range, notes: notes ?? [])
    }
}

/// What is wrong with a line under `expectations`.
enum ExpectationFinding: Finding, Hashable {
    case unknownBase(String, known: [String])
    case unknownEnvironment(String, base: String, known: [String])
    case unattachedConnection(ConnectionReference, base: String)
    case twice(value: String, base: String)
    case failed(value: String, expected: RouteTarget, route: ManifestRoute)

    var rule: Rule {
        switch self {
        case .unknownBase: .unknownBase
        case .unknownEnvironment, .unattachedConnection: .unknownEnvironment
        case .twice: .expectationTwice
        case .failed: .failedExpectation
        }
    }

    var message: String {
        switch self {
        case .unknownBase(let base, _): "there is no base \(base.quoted); correct the label or add the base"
        case .unknownEnvironment(let environment, let base, _):
            "base \(base.quoted) has no environment \(environment.quoted); correct the label or write base"
        case .unattachedConnection(let connection, let base):
            "base \(base.quoted) has no environment of the connection \(connection.text.quoted); correct it or write base"
        case .twice(let value, let base):
            "the expectation of \(value.quoted) for base \(base.quoted) stands in two places; keep one"
        case .failed(let value, let expected, let route):
            "expected \(value.quoted) to reach \(expected.words), but it \(route.verb(besides: expected))"
        }
    }

    var hint: String? {
        switch self {
        case .unknownBase(let label, let known), .unknownEnvironment(let label, _, let known):
            Suggestion.question(for: label, among: known)
        case .unattachedConnection, .twice, .failed: nil
        }
    }
}

extension ExpectationFinding {
    /// What is wrong with a target that the base does not have.
    static func unknown(_ target: Located<RouteTarget>, of base: String, in routing: BaseRouting)
        -> Diagnostic
    {
        if case .connection(let reference) = target.value {
            return Diagnostic(Self.unattachedConnection(reference, base: base), at: target.range)
        }
        let known = Set((routing.labels + [ManifestRoute.base]).map(ExactText.init)).sorted().map(\.text)
        return Diagnostic(
            Self.unknownEnvironment(target.value.text, base: base, known: known),
            at: target.range
        )
    }
}

extension RouteTarget {
    fileprivate var words: String {
        if case .connection(let reference) = self {
            "the connection \(reference.text.quoted)"
        } else {
            text.quoted
        }
    }
}

extension ManifestRoute {
    /// With the connection that is reached, where a connection was expected.
    fileprivate func verb(besides expected: RouteTarget) -> String {
        guard let label else {
            return place == nil ? "falls back to the base connection" : "reaches the base connection"
        }
        guard case .connection = expected, let connection else { return "reaches \(label.quoted)" }
        return "reaches \(label.quoted), the connection \(connection.text.quoted)"
    }
}
