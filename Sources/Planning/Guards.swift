import Diagnostics
import Manifest
package import OmniModel

/// A guard that does not hold for a plan, because the command line or the manifest lifts it.
package enum LiftedGuard: Sendable, Hashable {
    /// What left the manifest is detached.
    case prune
    /// A list without a single environment is believed, although the state has some.
    case emptyList
    /// So many environments may be detached, whatever share of all they are.
    case massDetach(upTo: Int)
    /// Values may fall back on a strict base.
    case fallbacks(PlanOptions.AllowedFallbacks)
    /// The base was strict at the last apply, and is no longer.
    case isolation(base: String)
    /// The environment was protected at the last apply, and is no longer.
    case protection(Address)
}

extension LiftedGuard {
    static func all(_ options: PlanOptions, _ bases: [BaseComparison]) -> [LiftedGuard] {
        var lifted: [LiftedGuard] = options.prunes ? [.prune] : []
        if let limit = options.maxDetach, limit > 0 { lifted.append(.massDetach(upTo: limit)) }
        if options.acceptsEmptyList { lifted.append(.emptyList) }
        if options.allowedFallbacks != .only([]) { lifted.append(.fallbacks(options.allowedFallbacks)) }
        lifted += bases.filter(\.liftsIsolation).map { .isolation(base: $0.base.label) }
        return lifted
            + bases.lazy.flatMap(\.changes).compactMap { change in
                guard case .protect(let target) = change, !target.isProtected else { return nil }
                return .protection(target.address)
            }
    }
}

/// What keeps a plan from being applied although Omni would accept it. docs/routing.md has examples.
enum Guards {
    static func refusals(
        _ comparison: BaseComparison,
        _ plan: BasePlan,
        losses: [ProtectedLoss],
        protectedCycle: [Address],
        _ options: PlanOptions
    ) -> [Refusal] {
        let cycle = protectedCycle.isEmpty ? [] : [Refusal.protectedCycle(protectedCycle)]
        let isolation = comparison.base.isolation == .strict ? isolation(plan, options) : []
        return protection(comparison.writes, losses) + cycle + isolation
    }

    /// Each environment once: a value that another environment would get says more than that its own goes or is emptied.
    private static func protection(_ writes: [HolderWrite], _ losses: [ProtectedLoss]) -> [Refusal] {
        let handedOver = Set(losses.filter(\.handsOver).map(\.key))
        var named: Set<EnvironmentKey> = []
        let refused = writes.compactMap { write -> Refusal? in
            guard write.isProtected, let target = write.target, !handedOver.contains(target.key),
                let refusal = refusal(of: write, target)
            else { return nil }
            named.insert(target.key)
            return refusal
        }
        return refused + losses.filter { !named.contains($0.key) }.map(Refusal.takesProtected)
    }

    private static func refusal(of write: HolderWrite, _ target: EnvironmentTarget) -> Refusal? {
        if write.isDetached { return .detachesProtected(target.address) }
        let isEmptied = write.to.isEmpty && !write.from.isEmpty && !write.liftsProtection
        return isEmptied ? .emptiesProtected(target.address) : nil
    }

    /// What a strict base refuses, but for the values that the command line or the manifest allows.
    private static func isolation(_ plan: BasePlan, _ options: PlanOptions) -> [Refusal] {
        let reviewed = Set(plan.allowedFallbacks.map(\.value))
        let isRefused = { (value: AttributeValue) in
            !options.allowsFallback(of: value) && !reviewed.contains(value)
        }
        let windows = plan.routing.windows.filter { isRefused($0.value) }
        let fallen = plan.routing.moves.filter { $0.fallsBack && isRefused($0.value) }
        let byOrigin = Dictionary(grouping: fallen) { plan.name(of: $0.from) }
        let lookup = options.allowedFallbacks == .all ? nil : plan.routing.lookup
        return (lookup.map { [.changesLookup(base: plan.label, $0)] } ?? [])
            + (windows.isEmpty ? [] : [.fallbackWindows(base: plan.label, windows)])
            + byOrigin.sorted { ExactText($0.key) < ExactText($1.key) }
            .map { .fallBack(base: plan.label, values: $1.map(\.value), from: $0) }
    }

    /// The brake holds for all of the planned bases together, and for any one of them.
    static func massDetach(_ comparisons: [BaseComparison], _ options: PlanOptions) -> [Refusal] {
        let counts = comparisons.map {
            (detached: $0.writes.count(where: \.isDetached), managed: $0.managedCount)
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
