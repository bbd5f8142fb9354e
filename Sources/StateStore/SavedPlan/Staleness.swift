import OmniModel
import Planning

/// Something that is no longer as it was when a plan was saved.
package enum Staleness: Sendable, Hashable {
    case manifest
    case state
    /// A state of another lineage, or the first one of all.
    case otherState
    /// The instance has a list of environments by now, or has none any more.
    case list
    /// By what people call them.
    case environments([String])
    case connections
}

extension Staleness {
    static func differences(from before: SeenOmni, to now: SeenOmni, in plan: Plan) -> [Staleness] {
        var changes: [Staleness] = []
        if let old = before.environments, let new = now.environments {
            let keys = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
            if !keys.isEmpty { changes.append(.environments(names(keys, in: plan))) }
        } else if (before.environments == nil) != (now.environments == nil) {
            changes.append(.list)
        }
        if before.connections != now.connections { changes.append(.connections) }
        return changes
    }

    private static func names(_ keys: Set<String>, in plan: Plan) -> [String] {
        let bases = Dictionary(plan.bases.map { ($0.connection, $0) }) { first, _ in first }
        return keys.map { key in
            let ids = key.split(separator: "/", maxSplits: 1).map { ConnectionID(String($0)) }
            guard ids.count == 2, let base = bases[ids[0]] else { return key }
            return base.label + "/" + base.name(of: .environment(ids[1]))
        }.sorted()
    }
}
