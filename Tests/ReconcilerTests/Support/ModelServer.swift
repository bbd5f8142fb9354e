import OmniAPI
import Reconciler

/// Omni's rules for one base, as docs/omni-api.md states them, written without regard to the planner.
struct ModelServer: Hashable {
    struct Broken: Error { let rule: String }

    var environments: [ConnectionID: Set<String>]
    var hasAttribute = true

    mutating func carryOut(_ step: Step) throws {
        switch step {
        case .attach(let targets):
            for target in targets {
                guard environments[target.key.connection] == nil else { throw Broken(rule: "attached twice") }
                environments[target.key.connection] = []
            }
        case .setValues(let target, _, let to, _):
            try put(target.key.connection, Set(to))
        case .detach(let target, _):
            guard environments.removeValue(forKey: target.key.connection) != nil else {
                throw Broken(rule: "no such environment")
            }
        case .setAttribute: hasAttribute = true
        case .removeAttribute: hasAttribute = false
        }
    }

    private mutating func put(_ connection: ConnectionID, _ values: Set<String>) throws {
        guard environments[connection] != nil else { throw Broken(rule: "no such environment") }
        for (other, held) in environments where other != connection {
            guard held.isDisjoint(with: values) else { throw Broken(rule: "value in use") }
        }
        environments[connection] = values
    }

    func holder(of value: String) -> ConnectionID? {
        hasAttribute ? environments.first { $0.value.contains(value) }?.key : nil
    }
}
