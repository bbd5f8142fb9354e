import Diagnostics
import LocatedYAML
import Manifest
package import OmniModel

/// An environment of the manifest whose connection is known by its id.
typealias ResolvedEnvironment = DeclaredEnvironment<Located<ConnectionID>>

/// The manifest with every connection known by its id: its names are turned into ids, and the checks that need them made.
struct Desired {
    /// A base that is managed.
    struct Base {
        let label: String
        let connection: ConnectionID
        /// What the manifest wants of it; `nil` where it no longer names the base, and wants nothing of it.
        private(set) var declared: DeclaredBase<Located<ConnectionID>>?

        var hasLeftManifest: Bool { declared == nil }
        var attribute: EnvironmentUserAttribute? {
            declared?.userAttribute.map(EnvironmentUserAttribute.init)
        }
        /// The default values of `attribute`, with their places.
        var defaultValues: [Located<AttributeValue>] { declared?.defaultValues ?? [] }
        var isolation: Isolation { declared?.isolation ?? .report }
        var allowFallback: [Located<AttributeValue>] { declared?.allowFallback ?? [] }
        var environments: [ResolvedEnvironment] { declared?.environments ?? [] }

        /// The connections of its environments, in the order of the manifest.
        var environmentConnections: [ConnectionID] { environments.map(\.connection.value) }

        func key(of environment: ResolvedEnvironment) -> EnvironmentKey {
            EnvironmentKey(base: connection, connection: environment.connection.value)
        }

        /// Leaves out all environments but those of some connections.
        mutating func confine(to connections: Set<ConnectionID>) {
            declared?.environments.removeAll { !connections.contains($0.connection.value) }
        }
    }

    private(set) var bases: [Base] = []
    /// The names that were resolved, for the state.
    private(set) var names: [ConnectionID: String] = [:]
    private var problems: [PlanProblem] = []
    private let directory: ConnectionDirectory
    /// Nil where nobody knows which there are.
    private let userAttributes: [UserAttribute]?

    init(
        _ bases: [BaseConnection],
        with directory: ConnectionDirectory,
        userAttributes: [UserAttribute]? = nil
    ) throws(PlanFailure) {
        (self.directory, self.userAttributes) = (directory, userAttributes)
        self.bases = bases.compactMap { base($0) }
        checkDistinct(zip(bases.map(\.connection), self.bases.map(\.connection))) { .baseListedTwice($0) }
        guard problems.isEmpty else { throw .invalid(problems) }
    }
}

// MARK: - From names to ids
extension Desired {
    private mutating func base(_ base: BaseConnection) -> Desired.Base? {
        if let setting = base.userAttribute { check(setting) }
        guard let connection = id(of: base.connection) else {
            for environment in base.environments { _ = id(of: environment.connection) }
            return nil
        }
        if let problem = directory.problem(ofBase: connection) {
            problems.append(PlanProblem(problem, at: base.connection.range))
        }
        let environments = base.environments.compactMap { environment($0, base: connection) }
        let places = base.environments.map(\.connection)
        if environments.count == places.count {
            checkDistinct(zip(places, environments.map(\.connection.value))) { .attachedTwice($0) }
        }
        return Desired.Base(
            label: base.label.value,
            connection: connection,
            declared: base.with(Located(connection, at: base.connection.range), environments)
        )
    }

    private mutating func environment(_ environment: Environment, base: ConnectionID)
        -> ResolvedEnvironment?
    {
        guard let connection = id(of: environment.connection) else { return nil }
        if directory.lacks(connection) {
            problems.append(PlanProblem(.unknownConnection(connection), at: environment.connection.range))
        }
        if connection == base {
            problems.append(PlanProblem(.isItsOwnBase, at: environment.connection.range))
        }
        return environment.with(Located(connection, at: environment.connection.range))
    }

    private mutating func check(_ setting: UserAttributeSetting) {
        guard let userAttributes else { return }
        let name = setting.name.value
        guard !userAttributes.contains(where: { ExactText($0.name) == ExactText(name) }) else { return }
        let meant = UserAttribute.meant(by: name, among: userAttributes)
        problems.append(PlanProblem(.unknownAttribute(name, meant: meant), at: setting.name.range))
    }

    private mutating func id(of reference: Located<ConnectionReference>) -> ConnectionID? {
        guard case .name(let name) = reference.value else {
            guard case .id(let id) = reference.value else { return nil }
            return id
        }
        switch directory.ids(named: name).count {
        case 1:
            let id = directory.ids(named: name).first
            if let id { names[id] = name }
            return id
        case 0: problems.append(PlanProblem(directory.unknown(name), at: reference.range))
        default:
            problems.append(
                PlanProblem(.ambiguousName(name, directory.ids(named: name)), at: reference.range)
            )
        }
        return nil
    }

    private mutating func checkDistinct(
        _ connections: some Sequence<(Located<ConnectionReference>, ConnectionID)>,
        problem: (ConnectionID) -> PlanProblem.Kind
    ) {
        // Ids written out were compared when the manifest was read; only a name can bring a new coincidence.
        guard connections.contains(where: { $0.0.value.isName }) else { return }
        var first: [ConnectionID: SourceRange] = [:]
        for (place, id) in connections {
            if let known = first[id] {
                problems.append(PlanProblem(problem(id), at: place.range, first: known))
            } else {
                first[id] = place.range
            }
        }
    }
}

extension UserAttribute {
    /// The name of the attribute that has the text for its label, or of one that is spelled nearly so.
    package static func meant(by text: String, among attributes: [UserAttribute]) -> String? {
        let labelled = attributes.first { $0.label.map { ExactText($0) == ExactText(text) } ?? false }
        return labelled?.name ?? Suggestion.closest(to: text, among: attributes.map(\.name))
    }
}

extension EnvironmentUserAttribute {
    init(_ setting: UserAttributeSetting) {
        self.init(name: setting.name.value, defaultValues: setting.defaultValues.map(\.value))
    }
}
