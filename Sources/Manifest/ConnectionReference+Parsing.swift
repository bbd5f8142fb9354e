import Diagnostics
import OmniModel

extension ConnectionReference {
    /// A UUID is an id; any other text is a name, except what is clearly meant as a UUID.
    init(parsing text: String) throws(ConnectionFinding) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= TextFinding.longest else { throw .tooLong(text) }
        if UUIDText.isWellFormed(text) {
            self = .id(ConnectionID(text))
        } else if UUIDText.isMeant(by: text) {
            throw .malformedUUID(text)
        } else {
            self = .name(text)
        }
    }

    /// Equal for references that are the same text; an id and a name can be compared only by Omni.
    var key: ExactText { ExactText(text) }
}

/// What is wrong with a connection's id or name.
enum ConnectionFinding: Finding, Error, Hashable {
    case empty
    case tooLong(String)
    case malformedUUID(String)

    var rule: Rule {
        switch self {
        case .empty: .emptyText
        case .tooLong: .textTooLong
        case .malformedUUID: .malformedUUID
        }
    }

    var message: String {
        switch self {
        case .empty: "a connection must not be empty; write its id or its exact name in Omni"
        case .tooLong(let text):
            """
            the connection \(text.quoted) has \(text.utf8.count) bytes, and may have \(TextFinding.longest); write its id or \
            its exact name in Omni
            """
        case .malformedUUID(let text):
            "malformed UUID \(text.quoted); an id has 8-4-4-4-12 hexadecimal digits"
        }
    }

    var hint: String? {
        switch self {
        case .empty, .tooLong: nil
        case .malformedUUID(let text): UUIDText.repaired(text).map(Suggestion.question)
        }
    }
}
