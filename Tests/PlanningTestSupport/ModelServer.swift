package import OmniModel
package import Planning

/// Omni's rules for one base, as docs/omni-api.md states them, written without regard to the planner.
package struct ModelServer: Hashable {
    package struct Broken: Error { let rule: String }

    package var environments: [ConnectionID: Set<AttributeValue>]
    package var attribute: EnvironmentUserAttribute?

    package init(
        environments: [ConnectionID: Set<AttributeValue>],
        attribute: EnvironmentUserAttribute? = EnvironmentUserAttribute(
            name: "environment",
            defaultValues: []
        )
    ) {
        self.environments = environments
        self.attribute = attribute
    }

    private var defaultValues: Set<AttributeValue> { Set(attribute?.defaultValues ?? []) }

    package mutating func carryOut(_ step: Step) throws {
        switch step {
        case .attach(let targets):
            for target in targets {
                guard environments[target.key.connection] == nil else { throw Broken(rule: "attached twice") }
                environments[target.key.connection] = []
            }
        case .setValues(let target, let from, let to, _):
            guard environments[target.key.connection] == Set(from) else { throw Broken(rule: "other values") }
            try put(target.key.connection, Set(to))
        case .detach(let target, let values):
            guard environments.removeValue(forKey: target.key.connection) == Set(values) else {
                throw Broken(rule: "no such environment")
            }
        case .setAttribute(let new, let from, _):
            guard attribute == from else { throw Broken(rule: "another attribute") }
            guard environments.values.allSatisfy({ $0.isDisjoint(with: new.defaultValues) }) else {
                throw Broken(rule: "value in use")
            }
            attribute = new
        case .removeAttribute: attribute = nil
        }
    }

    private mutating func put(_ connection: ConnectionID, _ values: Set<AttributeValue>) throws {
        guard environments[connection] != nil else { throw Broken(rule: "no such environment") }
        guard defaultValues.isDisjoint(with: values) else { throw Broken(rule: "value in use") }
        for (other, held) in environments where other != connection {
            guard held.isDisjoint(with: values) else { throw Broken(rule: "value in use") }
        }
        environments[connection] = values
    }

    package func holder(of value: AttributeValue) -> ConnectionID? {
        attribute == nil ? nil : environments.first { $0.value.contains(value) }?.key
    }
}
