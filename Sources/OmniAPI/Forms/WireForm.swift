import JSONText
import Synchronization

/// How a list of texts is written in a request: as one string with commas between, which is the documented form,
/// or as an array (docs/omni-api.md, "Two forms of lists").
package enum WireForm: Sendable, Hashable {
    case documented
    case array

    var other: Self {
        switch self {
        case .documented: .array
        case .array: .documented
        }
    }

    func list(_ texts: [String]) -> JSONValue {
        switch self {
        case .documented: .string(texts.joined(separator: ","))
        case .array: .strings(texts)
        }
    }

    /// Whether the server reads back the text that is sent.
    func carries(_ text: String) -> Bool {
        switch self {
        case .documented: !text.isEmpty && !text.contains(",")
        case .array: true
        }
    }
}

/// In which form each kind of write has succeeded. Others begin with the one that succeeded first, or with the documented
/// one.
final class WireForms: Sendable {
    private struct Accepted {
        var byKind: [FormedWrite.Kind: WireForm] = [:]
        var first: WireForm?
    }

    private let accepted = Mutex(Accepted())

    func known(for kind: FormedWrite.Kind) -> (form: WireForm, isAccepted: Bool) {
        accepted.withLock { accepted in
            guard let form = accepted.byKind[kind] else { return (accepted.first ?? .documented, false) }
            return (form, true)
        }
    }

    func note(_ form: WireForm, acceptedFor kind: FormedWrite.Kind) {
        accepted.withLock { accepted in
            accepted.byKind[kind] = form
            accepted.first = accepted.first ?? form
        }
    }
}
