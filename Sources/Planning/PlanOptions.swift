package import OmniModel

/// What the command line lets a plan do. docs/commands.md lists the flags.
package struct PlanOptions: Sendable, Hashable {
    /// Values for which a strict base may fall back after all.
    package enum AllowedFallbacks: Sendable, Hashable {
        case only(Set<AttributeValue>)
        case all

        /// - Parameter words: values, or among them the word `all` for every value.
        package init(_ words: [String]) {
            self = words.contains(Self.every) ? .all : .only(Set(words.map(AttributeValue.init)))
        }

        /// What reads back as this, sorted.
        package var words: [String] {
            switch self {
            case .all: [Self.every]
            case .only(let values): values.sorted().texts
            }
        }

        private static let every = "all"
    }

    /// Detach what is managed and no longer in the manifest.
    package var prunes = false
    /// What to plan, by label: a base, or `base/environment` for the environment and whatever exchanges values with it.
    /// Empty for all.
    package var targets: [String] = []
    /// Whether an empty list is believed although the state has environments.
    package var acceptsEmptyList = false
    /// For which values the guards of a strict base do not hold.
    package var allowedFallbacks = AllowedFallbacks.only([])
    /// How many environments may be detached whatever share of all they are.
    package var maxDetach: Int?

    package init() {}

    func allowsFallback(of value: AttributeValue) -> Bool {
        switch allowedFallbacks {
        case .all: true
        case .only(let values): values.contains(value)
        }
    }
}

extension PlanOptions {
    /// Whether a base of that label is planned, as a whole or in part.
    package func isTarget(_ base: String) -> Bool {
        targets.isEmpty || targets.contains { Self.base(of: $0) == ExactText(base) }
    }

    /// The labels of the environments to which the plan of a base is confined; `nil` when it is planned as a whole.
    func environments(of base: String) -> [String]? {
        guard !targets.isEmpty, !targets.contains(where: { ExactText($0) == ExactText(base) }) else {
            return nil
        }
        return targets.compactMap(Address.init).filter { ExactText($0.base) == ExactText(base) }.map(
            \.environment
        )
    }

    private static func base(of target: String) -> ExactText {
        ExactText(Address(target)?.base ?? target)
    }
}
