import Diagnostics
import Manifest
import OmniModel

/// What a plan saw of Omni, as fingerprints: enough to say later whether it is the same, and which environments are
/// not. Only what can bear on the plan counts: the planned bases, and the connections that the manifest names.
struct SeenOmni: Sendable, Hashable, Codable {
    /// By `base/connection`; `nil` where the instance has no list.
    let environments: [String: String]?
    /// `nil` when the connections were not read.
    let connections: String?

    init(_ observation: Observation, bases: Set<ConnectionID>, manifest: Manifest) {
        environments = Self.environments(observation, bases)
        connections = observation.connections.map {
            Self.fingerprint($0, bases, names: manifest.connectionNames)
        }
    }

    private static func environments(_ observation: Observation, _ bases: Set<ConnectionID>) -> [String:
        String]?
    {
        guard case .listed(let listed, _) = observation else { return nil }
        let seen = listed.filter { bases.contains($0.base) }.map { item in
            var text = CanonicalText()
            text.add(item.id.text)
            text.add(set: item.values)
            return (item.base.text + "/" + item.connection.text, text.digest.text)
        }
        return Dictionary(seen) { [$0, $1].sorted().joined() }
    }

    private static func fingerprint(
        _ connections: [Connection],
        _ bases: Set<ConnectionID>,
        names: Set<ExactText>
    ) -> String {
        var text = CanonicalText()
        for connection in connections.sorted(by: { $0.id < $1.id })
        where bases.contains(connection.id) || names.contains(ExactText(connection.name)) {
            text.add([connection.id.text, connection.name, connection.isDeleted ? "deleted" : ""])
            text.add(connection.environmentUserAttribute)
        }
        return text.digest.text
    }
}

extension CanonicalText {
    fileprivate mutating func add(_ attribute: Connection.Attribute) {
        switch attribute {
        case .unreported: add("unreported")
        case .none: add("none")
        case .set(let attribute):
            add(["set", attribute.name])
            add(set: attribute.defaultValues)
        }
    }
}

extension Manifest {
    /// The names by which it reaches connections.
    fileprivate var connectionNames: Set<ExactText> {
        let references = bases.flatMap { [$0.connection.value] + $0.environments.map(\.connection.value) }
        return Set(
            references.compactMap { reference in
                if case .name(let name) = reference { ExactText(name) } else { nil }
            }
        )
    }
}
