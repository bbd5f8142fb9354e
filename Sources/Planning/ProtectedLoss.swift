import Diagnostics
import Manifest
package import OmniModel

/// Values that the last apply left at a protected environment and that a plan would route to another connection.
/// Protection is of a pair of base and connection, whatever it is called (docs/decisions.md, "What protection protects").
package struct ProtectedLoss: Sendable, Hashable {
    package let key: EnvironmentKey
    /// Under the label that the manifest gives the pair, or else the last apply did.
    package let address: Address
    /// One for each value, in their order; from where it is routed now, which need not be the environment itself.
    package let moves: [RoutingMove]
    /// Whether the same plan lifts the protection.
    package let isLifting: Bool

    /// Whether another environment would get one of the values.
    package var handsOver: Bool { moves.contains { !$0.fallsBack } }
}

extension BaseComparison {
    /// What protected environments would lose. Only what an apply has left there counts: a value that somebody else added
    /// in Omni goes back, and protection that the manifest asks for begins with the apply that records it.
    /// - Parameter steps: those of the plan, in their order.
    func protectedLosses(_ steps: [Step]) -> [ProtectedLoss] {
        let protected = recordedEnvironments.filter { connection, recorded in
            let isThere = labels[connection] != nil || currentEnvironments[connection] != nil
            return recorded.isProtected && !recorded.values.isEmpty && isThere
        }
        guard !protected.isEmpty, !steps.isEmpty else { return [] }
        let routing = WantedRouting(self, steps: steps)
        let lifted = Set(base.environments.filter { !$0.isProtected }.map(\.connection.value))
        return protected.sorted(byLabel: { $1.address.environment }).compactMap { connection, recorded in
            let moves = recorded.values.distinct.sorted().compactMap {
                routing.move(of: $0, from: connection)
            }
            guard !moves.isEmpty else { return nil }
            let label = labels[connection] ?? recorded.address.environment
            return ProtectedLoss(
                key: EnvironmentKey(base: base.connection, connection: connection),
                address: Address(base: base.label, environment: label),
                moves: moves,
                isLifting: lifted.contains(connection)
            )
        }
    }
}

/// Where each value of a base is routed before a plan, and where the plan wants it, also where a holder that it leaves alone
/// keeps it from getting there.
private struct WantedRouting {
    private let before: RoutingTable<ConnectionID>
    private let after: RoutingTable<ConnectionID>
    private var wanted: [AttributeValue: Destination] = [:]
    /// By connection, the values that it has and is to have no longer.
    private var taken: [ConnectionID: Set<AttributeValue>] = [:]

    init(_ comparison: BaseComparison, steps: [Step]) {
        before = comparison.routingBefore
        after = steps.reduce(into: before) { $0.carryOut($1) }
        for environment in comparison.base.environments {
            for value in environment.values {
                wanted[value.value] = .environment(environment.connection.value)
            }
        }
        let defaults = comparison.attributeWrite == nil ? [] : comparison.base.defaultValues
        for value in defaults { wanted[value.value] = .base }
        for write in comparison.writes {
            guard let target = write.target else { continue }
            taken[target.key.connection] = Set(write.from.without(write.to))
        }
    }

    /// - Returns: nil when the value stays at the environment of the connection, or leads where it led before.
    func move(of value: AttributeValue, from connection: ConnectionID) -> RoutingMove? {
        let from = before.destination(of: value)
        let to = after.hasAttribute ? wanted[value] ?? after.destination(of: value) : .base
        // Of a value that Omni lists in two environments, nobody can tell which of them counts.
        let isTaken = before.hasAttribute && taken[connection]?.contains(value) == true
        guard to != .environment(connection), from != to || isTaken && after.hasAttribute else { return nil }
        return RoutingMove(value: value, from: from, to: to)
    }
}

extension PlanProblem {
    /// Whether a refusal says already that the value may not leave the environment that holds it.
    func isReported(by losses: [ProtectedLoss]) -> Bool {
        guard case .valueHeld(let value, let holder, _) = kind else { return false }
        return losses.contains { loss in
            loss.key.connection == holder && loss.moves.contains { $0.value == value }
        }
    }
}
