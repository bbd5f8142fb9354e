package import OmniModel

/// Who holds which value of a base at one moment; every value that nobody holds reaches the base itself.
package struct RoutingTable<Holder: Sendable & Hashable>: Sendable, Hashable {
    private var holders: [ExactText: Holder] = [:]
    /// Without a user attribute on the base nobody is routed anywhere else.
    package var hasAttribute: Bool

    package init(hasAttribute: Bool) {
        self.hasAttribute = hasAttribute
    }

    /// `nil` for the base.
    package func holder(of value: ExactText) -> Holder? { hasAttribute ? holders[value] : nil }

    package var values: Dictionary<ExactText, Holder>.Keys { holders.keys }

    package mutating func add(_ values: some Sequence<String>, to holder: Holder) {
        for value in values { holders[ExactText(value)] = holder }
    }

    /// Takes values from a holder; those that another one holds by now stay there.
    package mutating func remove(_ values: some Sequence<String>, from holder: Holder) {
        for value in values.lazy.map(ExactText.init) where holders[value] == holder {
            holders[value] = nil
        }
    }
}

/// Where a value leads, within one base.
package enum Destination: Sendable, Hashable {
    case base
    case environment(ConnectionID)
}

extension RoutingTable<ConnectionID> {
    func destination(of value: ExactText) -> Destination {
        holder(of: value).map(Destination.environment) ?? .base
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
