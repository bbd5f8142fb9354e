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

struct BaseDraft {
    var label: Located<String>
    var connection: Located<ConnectionReference>?
    var userAttribute: UserAttributeSetting?
    var isolation = Isolation.report
    var allowFallback: [Located<AttributeValue>] = []
    var usersWithoutValue: Located<RouteTarget>?
    var branchOverride: Located<Bool>?
    var environments: [EnvironmentDraft] = []
    var hasAllEnvironments = false
    /// Whether every value of the environments in the list, and every default value, could be read.
    var hasAllValues = true
}

struct EnvironmentDraft {
    var label: Located<String>
    var connection: Located<ConnectionReference>?
    var values: [Located<AttributeValue>] = []
    var isProtected = false
}

extension Manifest {
    /// Of a draft without errors.
    init(_ draft: ManifestDraft) {
        self.init(
            instance: draft.instance,
            bases: draft.bases.compactMap(BaseConnection.init),
            expectations: draft.expectations
        )
    }
}

extension BaseConnection {
    fileprivate init?(_ draft: BaseDraft) {
        guard let connection = draft.connection else { return nil }
        self.init(
            label: draft.label,
            connection: connection,
            userAttribute: draft.userAttribute,
            isolation: draft.isolation,
            allowFallback: draft.allowFallback,
            usersWithoutValue: draft.usersWithoutValue,
            branchOverride: draft.branchOverride,
            environments: draft.environments.compactMap(Environment.init)
        )
    }
}

extension Environment {
    fileprivate init?(_ draft: EnvironmentDraft) {
        guard let connection = draft.connection else { return nil }
        self.init(
            label: draft.label,
            connection: connection,
            values: draft.values,
            isProtected: draft.isProtected
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
