package import LocatedYAML
package import OmniModel

/// Why there is no plan.
package enum PlanFailure: Error, Sendable, Hashable {
    /// What the manifest names does not fit what Omni has.
    case invalid([PlanProblem])
    /// Values that the manifest wants are held by environments that the plan must not touch.
    case valuesHeld([PlanProblem])
    /// - Parameter known: the manifest's labels.
    case unknownTargets([UnknownTarget], known: [String])
    /// Omni lists no environment at all although the state has some.
    case emptyList(recorded: Int)
    /// What was asked for needs Omni's list of environments, and this instance has none.
    case noList
    /// An earlier apply was cut off in a create, and nothing here can tell whether it was carried out.
    case unresolvedIntents([Address], isOffline: Bool)
}

/// A target that names no base that the command can reach.
package struct UnknownTarget: Sendable, Hashable {
    package enum Meaning: Sendable, Hashable {
        case neverKnown
        /// The base's connection stands in the manifest under another label.
        case renamed(to: String)
        /// The manifest no longer names the base: it can be reached for pruning alone.
        case left
    }

    package let target: String
    package let meaning: Meaning

    package init(_ target: String, _ meaning: Meaning) {
        self.target = target
        self.meaning = meaning
    }
}

/// Something wrong at a place in the manifest that only Omni's answers could show.
package struct PlanProblem: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case unknownName(String, known: [String])
        /// Without Omni's list, and in no earlier apply's record.
        case unresolvedName(String)
        case ambiguousName(String, [ConnectionID])
        case baseListedTwice(ConnectionID)
        case attachedTwice(ConnectionID)
        case isItsOwnBase
        case unknownConnection(ConnectionID)
        case deletedConnection(ConnectionID)
        case otherDialect(ConnectionID, own: String, base: String)
        case valueHeld(String, by: ConnectionID, address: Address?)
        /// The value is among the base's live default values, which the plan leaves alone.
        case heldByBase(String, attribute: String)
    }

    package let kind: Kind
    package let range: SourceRange
    /// Where the thing that this one collides with stands.
    package let first: SourceRange?

    init(_ kind: Kind, at range: SourceRange, first: SourceRange? = nil) {
        self.kind = kind
        self.range = range
        self.first = first
    }
}
