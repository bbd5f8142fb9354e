package import OmniModel

/// Which environment of a base has which value at one moment; every value that none has reaches the base itself. `ID` is
/// what an environment is known by: its connection, or its place in a list.
package struct RoutingTable<ID: Sendable & Hashable>: Sendable, Hashable {
    private var environments: [AttributeValue: ID] = [:]
    /// Of a value that several have, those behind the first one. Omni lets no two have a value; a list may show it all the
    /// same, and then nobody can tell which of them counts.
    private var others: [AttributeValue: [ID]] = [:]
    /// Without a user attribute on the base nobody is routed anywhere else.
    package var hasAttribute: Bool

    package init(hasAttribute: Bool) {
        self.hasAttribute = hasAttribute
    }

    /// The one that has the value; nil for the base. Without an attribute none has any.
    package func environment(of value: AttributeValue) -> ID? { hasAttribute ? environments[value] : nil }

    /// The values that an environment has, in no order, whether or not an attribute routes by them.
    package var values: Dictionary<AttributeValue, ID>.Keys { environments.keys }

    /// Gives values to an environment; another one that has such a value keeps it, and counts before this one.
    package mutating func add(_ values: some Sequence<AttributeValue>, to environment: ID) {
        for value in values {
            guard let first = environments[value] else {
                environments[value] = environment
                continue
            }
            if first != environment, others[value]?.contains(environment) != true {
                others[value, default: []].append(environment)
            }
        }
    }

    /// Takes values from an environment; another one that has such a value keeps it.
    package mutating func remove(_ values: some Sequence<AttributeValue>, from environment: ID) {
        for value in values {
            if environments[value] == environment {
                environments[value] = others[value]?.first
                if others[value] != nil { others[value]?.removeFirst() }
            } else {
                others[value]?.removeAll { $0 == environment }
            }
            if others[value]?.isEmpty == true { others[value] = nil }
        }
    }
}

extension RoutingTable<ConnectionID> {
    func destination(of value: AttributeValue) -> Destination {
        environment(of: value).map(Destination.environment) ?? .base
    }

    /// The table after one more request.
    package mutating func carryOut(_ step: Step) {
        switch step {
        case .attach: break
        case .setValues(let target, let from, let to, _):
            remove(from, from: target.key.connection)
            add(to, to: target.key.connection)
        case .detach(let target, let values): remove(values, from: target.key.connection)
        case .setAttribute: hasAttribute = true
        case .removeAttribute: hasAttribute = false
        }
    }
}
