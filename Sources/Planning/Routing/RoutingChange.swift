package import OmniModel

/// What a base's steps do to the routing, by value (docs/routing.md).
package struct RoutingChange: Sendable, Hashable {
    /// Values that are routed elsewhere when all is done: first those that fall back to the base, then those that go from one
    /// environment to another, last those that come from the base; each in the order of the values.
    package private(set) var moves: [RoutingMove] = []
    /// Values that reach the base connection in between, in the order in which they fall back.
    package private(set) var windows: [FallbackWindow] = []
    /// `nil` where the values are looked up by the attribute that they were looked up by before, or by a first one.
    package private(set) var lookup: LookupChange?

    /// That of a plan without steps.
    package static let none = RoutingChange(before: RoutingTable<ConnectionID>(hasAttribute: true), steps: [])

    /// As somebody has followed it already.
    package init(moves: [RoutingMove], windows: [FallbackWindow], lookup: LookupChange?) {
        self.moves = moves
        self.windows = windows
        self.lookup = lookup
    }

    /// Follows `steps` from the table that stands before the first of them.
    package init(before: RoutingTable<ConnectionID>, steps: [Step]) {
        guard !steps.isEmpty else { return }
        var table = before
        var open: [AttributeValue: FallbackWindow] = [:]
        for (index, step) in steps.enumerated() {
            let affected = Self.affected(by: step)
            let from = affected.map(table.destination)
            table.carryOut(step)
            for (value, from) in zip(affected, from) {
                follow(value, from: from, to: table.destination(of: value), step: index, open: &open)
            }
        }
        lookup = LookupChange(steps, before: before, after: table)
        windows.sort { ($0.opens, $0.value) < ($1.opens, $1.value) }
        moves = Self.moves(from: before, to: table)
    }

    private mutating func follow(
        _ value: AttributeValue,
        from: Destination,
        to: Destination,
        step: Int,
        open: inout [AttributeValue: FallbackWindow]
    ) {
        switch (from, to) {
        case (.environment(let connection), .base):
            open[value] = FallbackWindow(
                value: value,
                from: connection,
                to: connection,
                opens: step,
                closes: step
            )
        case (.base, .environment(let connection)):
            guard var window = open.removeValue(forKey: value) else { return }
            window.to = connection
            window.closes = step
            windows.append(window)
        case (.base, .base), (.environment, .environment): break
        }
    }

    private static func affected(by step: Step) -> [AttributeValue] {
        switch step {
        case .setValues(_, let from, let to, _):
            Set(from).union(to).sorted()
        case .detach(_, let values): values
        case .attach, .setAttribute, .removeAttribute: []
        }
    }

    private static func moves(from before: RoutingTable<ConnectionID>, to after: RoutingTable<ConnectionID>)
        -> [RoutingMove]
    {
        let moves = Set(before.values).union(after.values).sorted().compactMap { value in
            let (from, to) = (before.destination(of: value), after.destination(of: value))
            return from == to ? nil : RoutingMove(value: value, from: from, to: to)
        }
        return moves.filter(\.fallsBack) + moves.filter(\.changesEnvironment) + moves.filter(\.isNew)
    }
}

/// Values that are looked up by another user attribute than before, or by none any more: whatever environment lists
/// them, other users are routed there.
package struct LookupChange: Sendable, Hashable {
    /// The name of the attribute before; `nil` of one that is removed, which the change itself names.
    package let from: String?
    /// `nil` when it is removed.
    package let to: String?
    /// Every value that an environment lists, in order: when all is done, or, of a removed attribute, before.
    package let values: [AttributeValue]

    package init(from: String?, to: String?, values: [AttributeValue]) {
        self.from = from
        self.to = to
        self.values = values
    }

    fileprivate init?(
        _ steps: [Step],
        before: RoutingTable<ConnectionID>,
        after: RoutingTable<ConnectionID>
    ) {
        for step in steps {
            switch step {
            case .setAttribute(let new, let old?, purpose: .final)
            where ExactText(new.name) != ExactText(old.name):
                (from, to) = (old.name, new.name)
                values = after.values.sorted()
                return
            case .removeAttribute:
                (from, to) = (nil, nil)
                values = before.values.sorted()
                return
            case .attach, .setValues, .setAttribute, .detach: continue
            }
        }
        return nil
    }
}

/// A value that is routed elsewhere than before; `from` and `to` always differ.
package struct RoutingMove: Sendable, Hashable {
    package let value: AttributeValue
    package let from: Destination
    package let to: Destination

    package init(value: AttributeValue, from: Destination, to: Destination) {
        self.value = value
        self.from = from
        self.to = to
    }

    /// Whether its users read the base connection's data from now on, and did not before.
    package var fallsBack: Bool { to == .base }
    /// Whether they are routed from one environment to another.
    package var changesEnvironment: Bool { from != .base && to != .base }
    /// Whether they are routed to an environment for the first time.
    package var isNew: Bool { from == .base }
}

/// The time in which a value reaches the base connection on its way from one environment to another, or back to the one
/// that it was taken from.
package struct FallbackWindow: Sendable, Hashable {
    package let value: AttributeValue
    package let from: ConnectionID
    package fileprivate(set) var to: ConnectionID
    /// The index of the step that releases the value.
    package let opens: Int
    /// The index of the step that acquires it.
    package fileprivate(set) var closes: Int

    package init(value: AttributeValue, from: ConnectionID, to: ConnectionID, opens: Int, closes: Int) {
        self.value = value
        self.from = from
        self.to = to
        self.opens = opens
        self.closes = closes
    }

    var ends: [Destination] { [.environment(from), .environment(to)] }

    /// How many requests lie between: 1 when the acquisition follows directly.
    package var requests: Int { closes - opens }
}
