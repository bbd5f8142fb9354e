package import OmniAPI

/// Where a value leads, within one base.
package enum Destination: Sendable, Hashable {
    case base
    case environment(ConnectionID)
}

/// Which environment of a base takes which value at one moment; everything else reaches the base itself.
package struct RoutingTable: Sendable, Hashable {
    private var holders: [ExactText: ConnectionID] = [:]
    /// Without a user attribute on the base nobody is routed anywhere else.
    package var hasAttribute: Bool

    package init(hasAttribute: Bool) {
        self.hasAttribute = hasAttribute
    }

    package func destination(of value: ExactText) -> Destination {
        guard hasAttribute, let holder = holders[value] else { return .base }
        return .environment(holder)
    }

    package var values: Dictionary<ExactText, ConnectionID>.Keys { holders.keys }

    package mutating func add(_ values: some Sequence<String>, to connection: ConnectionID) {
        for value in values { holders[ExactText(value)] = connection }
    }

    /// Takes values from a connection; those that another one holds by now stay there.
    package mutating func remove(_ values: some Sequence<String>, from connection: ConnectionID) {
        for value in values.lazy.map(ExactText.init) where holders[value] == connection {
            holders[value] = nil
        }
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
