/// What a plan does to a base's users, the worst first.
package enum Danger: Int, Sendable, Comparable {
    /// Somebody falls back to the base connection.
    case fallsBack
    /// A value leaves one environment for another.
    case changesEnvironment
    /// The base is asked for another attribute, or a guard or an environment goes.
    case changesRules
    /// Values only come to environments, or nothing is routed anew.
    case none

    package static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
}

extension BasePlan {
    /// The worst that happens.
    package var danger: Danger {
        if routing.moves.contains(where: \.fallsBack) || steps.contains(.removeAttribute) {
            return .fallsBack
        }
        if routing.moves.contains(where: \.changesEnvironment) { return .changesEnvironment }
        return changes.contains(where: \.changesRules) ? .changesRules : .none
    }
}

extension Plan {
    /// The bases in which most is at stake first, else in the plan's own order.
    package var basesByDanger: [BasePlan] {
        bases.enumerated().map { (danger: $1.danger, index: $0, base: $1) }
            .sorted { ($0.danger, $0.index) < ($1.danger, $1.index) }.map(\.base)
    }
}

extension Change {
    fileprivate var changesRules: Bool {
        switch self {
        case .detach, .setAttribute, .removeAttribute, .protect: true
        case .attach, .adopt, .setValues, .orphaned, .orphanedAttribute, .orphanedBase, .gone, .unmanaged:
            false
        }
    }
}
