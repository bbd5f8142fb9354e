import Diagnostics
import LocatedYAML
import OmniModel

/// A manifest while it is put together: a part that is wrong is missing, and what it hangs on is marked, so
/// that one mistake gives one error.
struct ManifestDraft {
    var instance: Located<InstanceURL>?
    var bases: [BaseDraft] = []
    /// The first `baseConnections`, for an error when there is nothing in it.
    var basesKey: SourceRange?
    var expectations: [Expectation] = []
    /// Whether every base that the texts list could be read, at least its label.
    var hasAllBases = true
    /// Whether no text holds anything but comments.
    var isBlank = true
}

/// A base while it is put together.
struct BaseDraft {
    var declared: DeclaredBase<Located<ConnectionReference>?>
    var hasAllEnvironments = false
    /// Whether every value of the environments in the list, and every default value, could be read.
    var hasAllValues = true

    init(label: Located<String>) {
        declared = DeclaredBase(label: label, connection: nil, environments: [])
    }

    /// `nil` where its connection could not be read.
    fileprivate var base: BaseConnection? {
        declared.connection.map { connection in
            declared.with(connection, declared.environments.compactMap { $0.connection.map($0.with) })
        }
    }
}

typealias EnvironmentDraft = DeclaredEnvironment<Located<ConnectionReference>?>

extension Manifest {
    /// Of a draft without errors.
    init(_ draft: ManifestDraft) {
        self.init(
            instance: draft.instance,
            bases: draft.bases.compactMap(\.base),
            expectations: draft.expectations
        )
    }
}

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

    /// One line that may stand there.
    var exampleLine: String {
        switch self {
        case .root: "version: 1"
        case .base, .environment: "connection: …"
        case .field(RootField.baseConnections.rawValue): "warehouse: …"
        case .field(BaseField.environments.rawValue): "dev: …"
        case .field(BaseField.userAttribute.rawValue): "name: …"
        case .field, .item, .expectation: "key: …"
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
