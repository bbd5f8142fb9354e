package import Diagnostics
package import LocatedYAML
import Manifest
package import OmniModel

/// Why there is no plan. What a guard keeps from being applied is a plan all the same, with a `Refusal` in it.
package enum PlanFailure: Error, Sendable, Hashable {
    /// What the manifest names does not fit what Omni has.
    case invalid([PlanProblem])
    /// Values that the manifest wants are held by environments that the plan must not touch.
    case valuesHeld([PlanProblem])
    /// - Parameter known: the manifest's labels.
    case unknownTargets([UnknownTarget], known: [String])
    /// Omni lists no environment at all although the state has some.
    case emptyList(recorded: Int)
    /// A row of Omni's list of environments cannot be used, and may be of a base that is planned; with what it lacks.
    case oddRow(lacks: String)
    /// What was asked for needs Omni's list of environments, and this instance has none.
    case noList
    /// An earlier apply was cut off in a create, and nothing here can tell whether it was carried out.
    case unresolvedIntents([Address], isOffline: Bool)
}

/// A target that names no base that the command can reach.
package enum UnknownTarget: Sendable, Hashable {
    case neverKnown(String)
    /// The base's connection stands in the manifest under another label.
    case renamed(String, to: String)
    /// The manifest no longer names the base: it can be reached for pruning alone.
    case left(String)
}

/// Something wrong at a place in the manifest that only Omni's answers could show.
package struct PlanProblem: Sendable, Hashable {
    /// What is wrong, as facts; `message` has the words.
    package enum Kind: Sendable, Hashable {
        case unknownName(String, known: [String])
        /// Omni was not asked, and no earlier apply has recorded it.
        case unresolvedName(String)
        /// The token may not list the connections, so that nobody can say whose name it is.
        case unreadableName(String)
        case ambiguousName(String, [ConnectionID])
        case baseListedTwice(ConnectionID)
        case attachedTwice(ConnectionID)
        case isItsOwnBase
        case unknownConnection(ConnectionID)
        /// With the one that may be meant.
        case unknownAttribute(String, meant: String?)
        case deletedConnection(ConnectionID)
        case otherDialect(ConnectionID, own: String, base: String)
        case valueHeld(AttributeValue, by: ConnectionID, address: Address?)
        /// With the label of the environment that the value reaches, or `base`, and its connection.
        case failedExpectation(AttributeValue, expected: String, label: String, reached: String)
        /// The value is among the base's live default values, which the plan leaves alone.
        case heldByBase(AttributeValue, attribute: String)
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

/// A guard that keeps a plan from being applied (exit code 4), with the facts that its message names.
package enum Refusal: Sendable, Hashable {
    /// A protected environment would be detached.
    case detachesProtected(Address)
    /// A protected environment would lose all of its values.
    case emptiesProtected(Address)
    /// Values of a protected environment would reach another connection.
    case takesProtected(ProtectedLoss)
    /// Values move in a cycle, and every environment in it is protected and would be empty in between.
    case protectedCycle([Address])
    /// On a strict base values would pass through the base connection.
    case fallbackWindows(base: String, [FallbackWindow])
    /// On a strict base routed values would be routed to the base connection from then on; `from` is the label of
    /// their environment.
    case fallBack(base: String, values: [AttributeValue], from: String)
    /// On a strict base values would be looked up by another attribute, or by none any more.
    case changesLookup(base: String, LookupChange)
    /// More than 30 % of ten or more environments would be detached.
    case massDetach(count: Int, of: Int)
}

extension PlanProblem: Finding {
    package var rule: Rule {
        switch kind {
        case .unknownName: .unknownName
        case .unresolvedName, .unreadableName: .unresolvedName
        case .ambiguousName: .ambiguousName
        case .baseListedTwice: .baseListedTwice
        case .attachedTwice: .connectionAttachedTwice
        case .isItsOwnBase: .ownBase
        case .unknownConnection: .unknownConnection
        case .unknownAttribute: .unknownAttribute
        case .deletedConnection: .deletedConnection
        case .otherDialect: .otherDialect
        case .valueHeld: .valueHeld
        case .heldByBase: .valueHeldByBase
        case .failedExpectation: .failedExpectation
        }
    }

    package var message: String {
        switch kind {
        case .unknownName(let name, _): "no connection in Omni is called \"\(name)\""
        case .unresolvedName(let name):
            "the connection \"\(name)\" is not in the state: plan once without --offline, or write its id"
        case .unreadableName(let name):
            """
            the token may not list Omni's connections, so that nobody can tell which one is called \(name.quoted): write its \
            id, or take a token that may list them
            """
        case .ambiguousName(let name, let ids):
            "\(ids.count) connections in Omni are called \"\(name)\" (\(ids.map(\.text).joined(separator: ", "))): write the id"
        case .baseListedTwice(let id): "the base connection \(id) is listed twice"
        case .attachedTwice(let id): "the connection \(id) is attached twice to this base"
        case .isItsOwnBase: "an environment cannot be its own base connection"
        case .unknownConnection(let id):
            "there is no connection \(id) in Omni: correct the id, or take it out if the connection was deleted"
        case .unknownAttribute(let name, _):
            """
            there is no user attribute \(name.quoted) in Omni, so that everyone would be routed to the base connection: \
            write the name of one that is defined there
            """
        case .deletedConnection(let id): "the connection \(id) is deleted in Omni: name another one"
        case .otherDialect(let id, let own, let base):
            """
            the dialect of the connection \(id) is \(own.quoted), the base's is \(base.quoted), and Omni attaches only \
            connections of the base's dialect: name another one
            """
        case .valueHeld(let value, let holder, let address):
            if let address {
                """
                the value "\(value)" is held by "\(address)" of the connection \(holder), which is no longer in the \
                manifest: detach it with --prune
                """
            } else {
                """
                the value "\(value)" is held by an environment that is not managed here, of the connection \(holder): \
                take the value from it in Omni, or add the environment to the manifest
                """
            }
        case .failedExpectation(let value, let expected, let label, let reached):
            """
            expected \(value.quoted) to reach the connection \(expected.quoted), but it reaches \(label.quoted), the \
            connection \(reached.quoted)
            """
        case .heldByBase(let value, let attribute):
            """
            the value \(value.quoted) is a default value of the base connection in Omni, and the manifest leaves its user \
            attribute alone: write userAttribute with the name \(attribute.quoted) and the default values that it is to have
            """
        }
    }

    package var hint: String? {
        switch kind {
        case .unknownName(let name, let known): Suggestion.question(for: name, among: known)
        case .unknownAttribute(_, let meant?): "did you mean \(meant.quoted)?"
        default: nil
        }
    }

    package var diagnostic: Diagnostic {
        let notes = first.map { [Diagnostic.Note("first listed here", at: $0)] } ?? []
        return Diagnostic(self, at: range, notes: notes)
    }
}
