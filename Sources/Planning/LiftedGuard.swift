package import OmniModel

/// A guard that does not hold for a plan, because the command line or the manifest lifts it.
package enum LiftedGuard: Sendable, Hashable {
    /// What left the manifest is detached.
    case prune
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
