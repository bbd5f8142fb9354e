import Diagnostics

/// A part of the manifest, as messages name it.
enum ManifestPart: Sendable, Hashable {
    case root
    /// A key and what it has to hold.
    case field(String)
    /// One item of the list under a key.
    case item(of: String)
    case base(String)
    case environment(String)
    case expectation(String)

    /// What a text in this place is, where it names something; a choice or an address does not.
    var subject: DeceptionFinding.Subject? {
        switch self {
        case .item: .value
        case .field(BaseField.connection.rawValue): .connection
        case .field(UserAttributeField.name.rawValue): .attribute
        case .expectation: .label
        case .root, .field, .base, .environment: nil
        }
    }

    var name: String {
        switch self {
        case .root: "the manifest"
        case .field(let key): key.quoted
        case .item(let key): "a value under \(key.quoted)"
        case .base(let label): "base \(label.quoted)"
        case .environment(let label): "environment \(label.quoted)"
        case .expectation(let value): "the expectation of \(value.quoted)"
        }
    }
}
