package import Diagnostics
import OmniModel

extension PlanProblem: Finding {
    package var rule: Rule {
        switch kind {
        case .unknownName: .unknownName
        case .unresolvedName: .unresolvedName
        case .ambiguousName: .ambiguousName
        case .baseListedTwice: .baseListedTwice
        case .attachedTwice: .connectionAttachedTwice
        case .isItsOwnBase: .ownBase
        case .unknownConnection: .unknownConnection
        case .deletedConnection: .deletedConnection
        case .otherDialect: .otherDialect
        case .valueHeld: .valueHeld
        case .heldByBase: .valueHeldByBase
        }
    }

    package var message: String {
        switch kind {
        case .unknownName(let name, _): "no connection in Omni is called \"\(name)\""
        case .unresolvedName(let name):
            "the connection \"\(name)\" is not in the state: plan once without --offline, or write its id"
        case .ambiguousName(let name, let ids):
            "\(ids.count) connections in Omni are called \"\(name)\" (\(ids.map(\.text).joined(separator: ", "))): write the id"
        case .baseListedTwice(let id): "the base connection \(id) is listed twice"
        case .attachedTwice(let id): "the connection \(id) is attached twice to this base"
        case .isItsOwnBase: "an environment cannot be its own base connection"
        case .unknownConnection(let id): "there is no connection \(id) in Omni: it may have been deleted"
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
        case .heldByBase(let value, let attribute):
            """
            the value \(value.quoted) is a default value of the base connection in Omni, and the manifest leaves its user \
            attribute alone: write userAttribute with the name \(attribute.quoted) and the default values that it is to have
            """
        }
    }

    package var hint: String? {
        guard case .unknownName(let name, let known) = kind else { return nil }
        return Suggestion.question(for: name, among: known)
    }

    package var diagnostic: Diagnostic {
        let notes = first.map { [Diagnostic.Note("first listed here", at: $0)] } ?? []
        return Diagnostic(self, at: range, notes: notes)
    }
}
