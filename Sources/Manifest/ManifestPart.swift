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
