import Diagnostics
import OmniModel
import Planning

/// Whether a base of the manifest, or one of its environments, is as the manifest says. A place is a label or an address.
enum BaseCheckResult: CheckResult {
    case fits(String, connection: String, environments: Int, dialect: String?)
    case unknownName(String, name: String, meant: String?)
    case ambiguousName(String, name: String, [ConnectionID])
    case unknownID(String, ConnectionID)
    case deleted(String, name: String)
    case otherDialect(String, own: String, base: String)
    case isItsOwnBase(String)
    /// With the ids of its environments on this base.
    case attachedTwice(String, connection: String, [String])
    case attributeKnown(String, String)
    case attributeUnknown(String, String, meant: String?)
    /// Users may hold several values of it.
    case attributeHasSeveralValues(String, String)
    case routesNobody(String)
    case assertion(UnmetAssertion)

    var verdict: Verdict {
        switch self {
        case .fits, .attributeKnown: .ok
        case .attributeHasSeveralValues, .routesNobody: .warning
        case .unknownName, .ambiguousName, .unknownID, .deleted, .otherDialect, .isItsOwnBase,
            .attachedTwice, .attributeUnknown:
            .failed
        case .assertion(let assertion): assertion.isUnread ? .warning : .failed
        }
    }

    var subject: TerminalText {
        switch self {
        case .fits(let place, _, _, _), .unknownName(let place, _, _), .ambiguousName(let place, _, _),
            .unknownID(let place, _), .deleted(let place, _), .otherDialect(let place, _, _),
            .isItsOwnBase(let place), .attachedTwice(let place, _, _), .attributeKnown(let place, _),
            .attributeUnknown(let place, _, _),
            .attributeHasSeveralValues(let place, _), .routesNobody(let place):
            "\(place)"
        case .assertion(let assertion): "\(assertion.base)"
        }
    }
}

extension BaseCheckResult {
    var message: TerminalText {
        switch self {
        case .fits(_, let connection, let count, let dialect):
            """
            the base connection \(quoted: connection) and the connections of \(count.of("environment")) \
            exist\(dialect.map { ", all \($0)" } ?? "" as TerminalText)
            """
        case .unknownName(_, let name, _): "no connection in Omni is called \(quoted: name)"
        case .ambiguousName(_, let name, let ids):
            "\(ids.count) connections in Omni are called \(quoted: name)"
        case .unknownID(_, let id): "Omni has no connection \(id), or not for this token"
        case .deleted(_, let name): "the connection \(quoted: name) is deleted"
        case .otherDialect(_, let own, let base):
            "the connection's dialect is \(quoted: own), the base's is \(quoted: base): Omni does not attach it"
        case .isItsOwnBase: "the connection is the base connection itself"
        case .attachedTwice(_, let connection, let ids):
            """
            the connection \(quoted: connection) is attached \(ids.count == 2 ? "twice" : "\(ids.count) times"), as the \
            environments \(ids.listed(atMost: .max)), and nobody can tell which of them counts
            """
        case .attributeKnown(_, let name): "the user attribute \(quoted: name) exists"
        case .attributeUnknown(_, let name, _): "there is no user attribute \(quoted: name): nobody is routed"
        case .attributeHasSeveralValues(_, let name):
            """
            users may hold several values of the user attribute \(quoted: name); which environment wins then is not \
            documented
            """
        case .assertion(let assertion): assertion.words
        case .routesNobody: "no user attribute, neither in the manifest nor in Omni: nobody is routed"
        }
    }

    var fix: TerminalText? {
        switch self {
        case .fits, .attributeKnown: nil
        case .unknownName(_, _, let meant?), .attributeUnknown(_, _, let meant?):
            TerminalText(Suggestion.question(meant))
        case .unknownName: "write the exact name, or the id"
        case .ambiguousName(_, _, let ids): "write the id, one of \(ids.map(\.text).listed(atMost: .max))"
        case .unknownID: "check the id; omnienv export shows those in use"
        case .deleted: "restore it in Omni, or take it out of the manifest"
        case .otherDialect: "give the environment a connection of the base's dialect"
        case .isItsOwnBase: "give it another connection"
        case .attachedTwice: "detach all but one of them in Omni"
        case .attributeUnknown: "create it in Omni, or write the name of an existing one"
        case .attributeHasSeveralValues: "give each user one value, or define the attribute with a single one"
        case .assertion(let assertion): assertion.fix
        case .routesNobody: "write userAttribute"
        }
    }
}

extension UnmetAssertion {
    fileprivate var fix: TerminalText {
        switch kind {
        case .usersWithoutValue: "change the attribute's default value in Omni, or the manifest"
        case .branchOverride: "change the connection's setting for branches in Omni, or the manifest"
        case .unread: "take a token of an organization admin"
        }
    }
}
