import OmniModel

/// The key that authorises every request. It shows as `[token]` wherever it is printed.
package struct APIToken: Sendable, Hashable {
    let text: String
    private let redaction: Redaction

    /// Takes the key as a file or an environment variable holds it: white space around it is dropped.
    package init(_ text: String) throws(APITokenError) {
        let trimmed = text.trimmingASCIISpace()
        guard !trimmed.isEmpty else { throw .empty }
        guard trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusableCharacter }
        self.text = trimmed
        redaction = Redaction(of: trimmed)
    }

    static let redacted = "[token]"

    /// The text with every occurrence of the key replaced, also as JSON, a URL or base 64 spells it.
    package func redacting(_ text: String) -> String { redaction.applied(to: text, putting: Self.redacted) }
}

extension APIToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Self.redacted }
    package var debugDescription: String { Self.redacted }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text cannot be a key. It never holds the text.
package enum APITokenError: Error, Sendable, Hashable, CustomStringConvertible {
    case empty
    case unusableCharacter

    package var description: String {
        switch self {
        case .empty: "the API token is empty; create one in Omni's settings"
        case .unusableCharacter:
            "the API token holds white space, a control character or one beyond ASCII; give the key alone"
        }
    }
}
