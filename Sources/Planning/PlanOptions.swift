package import OmniModel

/// What the command line lets a plan do. docs/commands.md lists the flags.
package struct PlanOptions: Sendable, Hashable {
    /// Values for which a strict base may fall back after all.
    package enum AllowedFallbacks: Sendable, Hashable {
        case only(Set<ExactText>)
        case all

        /// - Parameter words: values, or among them the word `all` for every value.
        package init(_ words: [String]) {
            self = words.contains(Self.every) ? .all : .only(Set(words.map(ExactText.init)))
        }

        /// What reads back as this, sorted.
        package var words: [String] {
            switch self {
            case .all: [Self.every]
            case .only(let values): values.sorted().map(\.text)
            }
        }

        private static let every = "all"
    }

    /// Detach what is managed and no longer in the manifest.
    package var prunes = false
    /// Labels of the bases to plan; empty for all.
    package var targets: [String] = []
    package var acceptsEmptyList = false
    package var allowedFallbacks = AllowedFallbacks.only([])
    /// How many environments may be detached whatever share of all they are.
    package var maxDetach: Int?

    package init() {}

    func allowsFallback(of value: String) -> Bool {
        switch allowedFallbacks {
        case .all: true
        case .only(let values): values.contains(ExactText(value))
        }
    }
}
