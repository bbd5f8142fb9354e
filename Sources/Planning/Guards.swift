import Manifest
import OmniModel

/// What keeps a plan from being applied although Omni would accept it. docs/routing.md has examples.
enum Guards {
    static func refusals(
        _ comparison: BaseComparison,
        _ plan: BasePlan,
        protectedCycle: [Address],
        _ options: PlanOptions
    ) -> [Refusal] {
        let circle = protectedCycle.isEmpty ? [] : [Refusal.protectedCycle(protectedCycle)]
        return comparison.writes.compactMap(protection) + circle
            + isolation(plan, comparison.base.isolation, options)
    }

    private static func protection(_ write: BaseComparison.Write) -> Refusal? {
        guard write.isProtected else { return nil }
        if write.detaches { return .detachesProtected(write.target.address) }
        if write.liftsProtection {
            let taken = ValueSets.subtract(write.to, from: write.from)
            return taken.isEmpty ? nil : .takesWhileLifting(write.target.address, values: taken)
        }
        return write.to.isEmpty && !write.from.isEmpty ? .emptiesProtected(write.target.address) : nil
    }

    private static func isolation(_ plan: BasePlan, _ isolation: Isolation, _ options: PlanOptions)
        -> [Refusal]
    {
        guard isolation == .strict else { return [] }
        let windows = plan.routing.windows.filter { !options.allowsFallback(of: $0.value) }
        let fallen = plan.routing.moves.filter { $0.fallsBack && !options.allowsFallback(of: $0.value) }
        let byOrigin = Dictionary(grouping: fallen) { plan.name(of: $0.from) }
        return (windows.isEmpty ? [] : [.fallbackWindows(base: plan.label, windows)])
            + byOrigin.sorted { ExactText($0.key) < ExactText($1.key) }
            .map { .fallBack(base: plan.label, values: $1.map(\.value), from: $0) }
    }

    /// The brake holds for all of the planned bases together, and for any one of them.
    static func massDetach(_ comparisons: [BaseComparison], _ options: PlanOptions) -> [Refusal] {
        let counts = comparisons.map {
            (detached: $0.writes.count(where: \.detaches), managed: $0.managedCount)
        }
        let total = counts.reduce((detached: 0, managed: 0)) {
            ($0.detached + $1.detached, $0.managed + $1.managed)
        }
        guard total.detached > options.maxDetach ?? 0 else { return [] }
        guard let worst = ([total] + counts).first(where: { isMany($0.detached, of: $0.managed) }) else {
            return []
        }
        return [.massDetach(count: worst.detached, of: worst.managed)]
    }

    private static func isMany(_ detached: Int, of managed: Int) -> Bool {
        managed >= 10 && detached * 10 > managed * 3
    }
}

extension BaseComparison {
    func plan(steps: [Step]) -> BasePlan {
        var labels = labels
        for case .orphaned(let target, _) in changes {
            labels[target.key.connection] = target.address.environment
        }
        for case .detach(let target, _) in changes {
            labels[target.key.connection] = target.address.environment
        }
        return BasePlan(
            label: base.label,
            connection: base.connection,
            isolation: base.isolation,
            changes: changes,
            steps: steps,
            routing: steps.isEmpty ? .none : RoutingChange(before: routingBefore, steps: steps),
            labels: labels
        )
    }

    private var routingBefore: RoutingTable<ConnectionID> {
        var table = RoutingTable<ConnectionID>(hasAttribute: currentAttribute != .none)
        for (connection, environment) in currentEnvironments { table.add(environment.values, to: connection) }
        return table
    }
}
