/// The routing that a manifest asks for, base by base.
package struct ManifestRouting: Sendable {
    private let bases: [ExactText: BaseRouting]

    package init(_ manifest: Manifest) {
        bases = Dictionary(manifest.bases.map { (ExactText($0.label.value), BaseRouting($0)) }) { first, _ in
            first
        }
    }

    /// `nil` for a base that the manifest does not name.
    package func route(base: String, value: String) -> ManifestRoute? {
        bases[ExactText(base)]?.route(of: value)
    }
}

extension BaseRouting {
    fileprivate init(_ base: BaseConnection) {
        let defaultValues = base.userAttribute?.defaultValues ?? []
        let count = base.environments.reduce(defaultValues.count) { $0 + $1.values.count }
        self.init(labels: base.environments.map(\.label.value), values: count)
        for value in defaultValues { _ = claim(value, for: nil) }
        for (index, environment) in base.environments.enumerated() {
            for value in environment.values { _ = claim(value, for: index) }
        }
    }
}
