package import OmniModel

/// Who holds which value of a base at one moment; every value that nobody holds reaches the base itself.
package struct RoutingTable<Holder: Sendable & Hashable>: Sendable, Hashable {
    private var holders: [AttributeValue: Holder] = [:]
    /// Of a value that several hold, those behind the first one. Omni lets no two have a value; a list may show it all the
    /// same, and then nobody can tell which of them counts.
    private var others: [AttributeValue: [Holder]] = [:]
    /// Without a user attribute on the base nobody is routed anywhere else.
    package var hasAttribute: Bool

    package init(hasAttribute: Bool) {
        self.hasAttribute = hasAttribute
    }

    /// Who has the value; nil for the base. Without an attribute nobody has any.
    package func holder(of value: AttributeValue) -> Holder? { hasAttribute ? holders[value] : nil }

    /// The values that somebody holds, in no order, whether or not an attribute routes by them.
    package var values: Dictionary<AttributeValue, Holder>.Keys { holders.keys }

    /// Gives values to a holder; another one that has such a value keeps it, and counts before this one.
    package mutating func add(_ values: some Sequence<AttributeValue>, to holder: Holder) {
        for value in values {
            guard let first = holders[value] else {
                holders[value] = holder
                continue
            }
            if first != holder, others[value]?.contains(holder) != true {
                others[value, default: []].append(holder)
            }
        }
    }

    /// Takes values from a holder; another one that has such a value keeps it.
    package mutating func remove(_ values: some Sequence<AttributeValue>, from holder: Holder) {
        for value in values {
            if holders[value] == holder {
                holders[value] = others[value]?.first
                if others[value] != nil { others[value]?.removeFirst() }
            } else {
                others[value]?.removeAll { $0 == holder }
            }
            if others[value]?.isEmpty == true { others[value] = nil }
        }
    }
}

extension RoutingTable<ConnectionID> {
    func destination(of value: AttributeValue) -> Destination {
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
