import Diagnostics
package import LocatedYAML
package import OmniModel

/// Where the manifest says that a value has to be routed, in an expectation or of users without a value.
package enum RouteTarget: Sendable, Hashable {
    case base
    /// The environment of this label.
    case label(String)
    /// Whatever runs on this connection: an environment, or the base itself.
    case connection(ConnectionReference)

    /// As the manifest writes it.
    package var text: String {
        switch self {
        case .base: ManifestRoute.base
        case .label(let label): label
        case .connection(let reference): reference.text
        }
    }
}

/// A connection by what is known of it: its id, its name, or both.
package struct KnownConnection: Sendable, Hashable {
    package let id: ConnectionID?
    package let name: String?

    package init(id: ConnectionID?, name: String?) {
        self.id = id
        self.name = name
    }

    package init(_ reference: ConnectionReference) {
        switch reference {
        case .id(let id): self.init(id: id, name: nil)
        case .name(let name): self.init(id: nil, name: name)
        }
    }

    /// The name where it is known, else the id.
    package var text: String { name ?? id?.text ?? "" }

    /// Whether a reference names this connection; nil where one is known by its id alone and the other by its name: only Omni
    /// can compare these.
    package func isMeant(by reference: ConnectionReference) -> Bool? {
        switch reference {
        case .id(let wanted): id.map { $0 == wanted }
        case .name(let wanted): name.map { ExactText($0) == ExactText(wanted) }
        }
    }
}

/// Where a value is routed, and the place that says so: none for a value that is listed nowhere and therefore
/// falls back to the base connection.
package struct ManifestRoute: Sendable, Hashable {
    /// The environment's label; nil for the base itself.
    package let label: String?
    /// What is reached; nil where the manifest could not be read there.
    package let connection: KnownConnection?
    /// Where the value is listed; nil where it is not.
    package let place: SourceRange?

    package init(to label: String?, on connection: KnownConnection?, place: SourceRange? = nil) {
        self.label = label
        self.connection = connection
        self.place = place
    }

    /// The base, as an expectation writes it. No environment may be called so.
    package static let base = "base"

    /// As an expectation writes it: a label, or `base`.
    package var word: String { label ?? Self.base }

    /// Whether the value is routed where `target` says; nil where that cannot be told.
    package func meets(_ target: RouteTarget) -> Bool? {
        switch target {
        case .base: label == nil
        case .label(let wanted): label.map { ExactText($0) == ExactText(wanted) } ?? false
        case .connection(let reference): connection?.isMeant(by: reference)
        }
    }
}

/// Which environment of one base lists which value, by the manifest.
struct BaseRouting: Sendable {
    /// The first place that lists a value.
    struct Claim: Sendable {
        /// The environment's index; `nil` for the base's default values.
        let environment: Int?
        let range: SourceRange
    }

    private var claims: [AttributeValue: Claim] = [:]
    private let environments: [(label: String, connection: KnownConnection?)]
    private let base: KnownConnection?

    init(_ base: DeclaredBase<Located<ConnectionReference>?>) {
        environments = base.environments.map { ($0.label.value, $0.connection.map { .init($0.value) }) }
        self.base = base.connection.map { .init($0.value) }
        let defaults = base.defaultValues.count
        claims.reserveCapacity(base.environments.reduce(defaults) { $0 + $1.values.count })
    }

    /// Gives the claim that there is already, if any; it stands.
    mutating func claim(_ value: Located<AttributeValue>, for environment: Int?) -> Claim? {
        let claim = Claim(environment: environment, range: value.range)
        guard let first = claims.updateValue(claim, forKey: value.value) else { return nil }
        claims[value.value] = first
        return first
    }

    func claim(on value: AttributeValue) -> Claim? { claims[value] }

    func route(of value: AttributeValue) -> ManifestRoute {
        guard let first = claim(on: value) else { return ManifestRoute(to: nil, on: base) }
        guard let environment = first.environment else {
            return ManifestRoute(to: nil, on: base, place: first.range)
        }
        let (label, connection) = environments[environment]
        return ManifestRoute(to: label, on: connection, place: first.range)
    }

    /// Whether the base, or one of its environments, is what an expectation names; nil where that cannot be told.
    func has(_ target: RouteTarget) -> Bool? {
        switch target {
        case .base: return true
        case .label(let label): return environments.contains { ExactText($0.label) == ExactText(label) }
        case .connection(let reference):
            let answers = ([base] + environments.map(\.connection)).map { $0?.isMeant(by: reference) }
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        }
    }

    var labels: [String] { environments.map(\.label) }
}
