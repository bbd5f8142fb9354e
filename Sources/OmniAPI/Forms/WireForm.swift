import JSONText

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
