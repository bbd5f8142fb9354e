import Diagnostics
import LocatedYAML
package import Manifest
package import OmniModel

/// Something that the manifest says of a base and no request can set, where Omni has it otherwise, or nobody could read it.
package struct UnmetAssertion: Sendable, Hashable {
    /// What the manifest says, and what is the case instead.
    package enum Kind: Sendable, Hashable {
        /// Users without a value of their own count as if they had `value`, which is nil where the attribute has no
        /// default; `found` is the label that this leads to, or `base`.
        case usersWithoutValue(AttributeValue?, wanted: RouteTarget, found: String)
        /// Omni has the opposite of what is wanted: whether a branch may have an environment of its own.
        case branchOverride(wanted: Bool)
        /// Under this key of the manifest: Omni's answer does not say it, or the token may not read it.
        case unread(key: String)
    }

    /// The base's label.
    package let base: String
    package let kind: Kind
    /// Where the manifest says it, counted from 1.
    package let line: Int

    /// Whether nobody could tell if it is met, which is no drift.
    package var isUnread: Bool {
        if case .unread = kind { true } else { false }
    }
}

/// Compares what a manifest asserts with what Omni has (docs/manifest.md, "Assertions").
package struct AssertionCheck {
    private let directory: ConnectionDirectory
    private let userAttributes: [UserAttribute]?

    /// - Parameter userAttributes: nil where they could not be read.
    package init(_ directory: ConnectionDirectory, userAttributes: [UserAttribute]?) {
        self.directory = directory
        self.userAttributes = userAttributes
    }

    /// - Parameter routed: the base's routing that counts: as it is wanted, or as Omni has it.
    package func unmet(_ base: BaseConnection, in routed: RoutedBase) -> [UnmetAssertion] {
        let users = base.usersWithoutValue.flatMap { target in
            usersWithoutValue(target.value, routed).map { (kind: $0, line: target.range.start.line) }
        }
        let branches = base.branchOverride.flatMap { wanted in
            branchOverride(wanted.value, routed).map { (kind: $0, line: wanted.range.start.line) }
        }
        return [users, branches].compactMap(\.self).map {
            UnmetAssertion(base: base.label.value, kind: $0.kind, line: Int($0.line))
        }
    }

    private func branchOverride(_ wanted: Bool, _ routed: RoutedBase) -> UnmetAssertion.Kind? {
        guard let found = routed.connection.id.flatMap(directory.allowsBranchEnvironments) else {
            return .unread(key: "branchOverride")
        }
        return found == wanted ? nil : .branchOverride(wanted: wanted)
    }

    private func usersWithoutValue(_ wanted: RouteTarget, _ routed: RoutedBase) -> UnmetAssertion.Kind? {
        let unread = UnmetAssertion.Kind.unread(key: "usersWithoutValue")
        guard let defaults = defaultValues(routed.attribute) else { return unread }
        let base = ManifestRoute(to: nil, on: routed.connection)
        let routes = defaults.isEmpty ? [(nil, base)] : defaults.map { ($0, routed.compared($0)) }
        var isUnread = false
        for (value, route) in routes {
            switch route.meets(wanted) {
            case true?: continue
            case false?: return .usersWithoutValue(value, wanted: wanted, found: route.word)
            case nil: isUnread = true
            }
        }
        return isUnread ? unread : nil
    }

    /// What users without a value of their own count as having; nil where nobody could read that. Without an attribute
    /// everyone is at the base, as with one that Omni does not define.
    private func defaultValues(_ attribute: Connection.Attribute) -> [AttributeValue]? {
        switch attribute {
        case .none: return []
        case .unreported: return nil
        case .set(let attribute):
            guard let userAttributes else { return nil }
            let name = ExactText(attribute.name)
            guard let found = userAttributes.first(where: { ExactText($0.name) == name }) else { return [] }
            return found.defaultValues
        }
    }
}

extension BaseConnection {
    var assertsSomething: Bool { usersWithoutValue != nil || branchOverride != nil }
}

extension ConnectionDirectory {
    /// The expectations about a connection that the manifest's own routing does not meet: ids and names can be compared only
    /// with what Omni calls its connections.
    func failures(of manifest: Manifest, _ isPlanned: (String) -> Bool) -> [PlanProblem] {
        let expectations = manifest.expectations.filter { expectation in
            guard case .connection = expectation.target.value else { return false }
            return isPlanned(expectation.base.value)
        }
        guard !expectations.isEmpty else { return [] }
        let bases = Dictionary(manifest.bases.map { (ExactText($0.label.value), $0) }) { first, _ in first }
        var routed: [ExactText: RoutedBase] = [:]
        return expectations.compactMap { expectation in
            let label = ExactText(expectation.base.value)
            guard let base = routed[label] ?? bases[label].map({ RoutedBase($0, knownTo: self) }) else {
                return nil
            }
            routed[label] = base
            return failure(of: expectation, base.compared(expectation.value.value))
        }
    }

    private func failure(of expectation: Expectation, _ route: ManifestRoute) -> PlanProblem? {
        guard case .connection(let wanted) = expectation.target.value,
            !isMeant(route.connection, by: wanted)
        else { return nil }
        let problem: PlanProblem.Kind =
            switch wanted {
            case .id(let id) where lacks(id): .unknownConnection(id)
            case .name(let name) where ids(named: name).isEmpty: unknown(name)
            default:
                .failedExpectation(
                    expectation.value.value,
                    expected: wanted.text,
                    label: route.word,
                    reached: route.connection?.text ?? route.word
                )
            }
        return PlanProblem(problem, at: expectation.target.range)
    }

    private func isMeant(_ connection: KnownConnection?, by wanted: ConnectionReference) -> Bool {
        if connection?.isMeant(by: wanted) == true { return true }
        let known = known(wanted)
        return known.id != nil && known.id == connection?.id
    }
}
