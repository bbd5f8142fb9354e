package import Diagnostics

/// Compares expectations with a routing: the manifest's own, or what Omni lists.
package enum ExpectationProof {
    /// One error for each expectation that does not hold. `route` gives where a value of the base with that
    /// label leads, or `nil` where that cannot be told; then nothing is proved.
    package static func failures(
        of expectations: [Expectation],
        route: (_ base: String, _ value: String) -> ManifestRoute?
    ) -> [Diagnostic] {
        expectations.compactMap { expectation in
            guard let route = route(expectation.base.value, expectation.value.value) else { return nil }
            return failure(of: expectation, route)
        }
    }

    private static func failure(of expectation: Expectation, _ route: ManifestRoute) -> Diagnostic? {
        let (value, expected) = (expectation.value.value, expectation.target)
        guard expected.value != route.target.word else { return nil }
        let finding = ExpectationFinding.failed(value: value, expected: expected.value, route: route)
        let notes = route.place.map { [Diagnostic.Note("listed here", at: $0)] }
        return Diagnostic(finding, at: expected.range, notes: notes ?? [])
    }
}

extension RouteTarget {
    /// As an expectation writes it: a label, or `base`.
    package var word: String {
        switch self {
        case .environment(let label): label
        case .base: "base"
        }
    }
}
