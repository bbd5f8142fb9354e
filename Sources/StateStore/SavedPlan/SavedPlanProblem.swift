import Diagnostics
import OmniModel
import Planning

/// Why a plan from a file is not carried out, or one is not put into a file.
package enum SavedPlanProblem: Error, Sendable, Hashable {
    case notAPlan
    case otherFormat(String)
    /// The file is not what saving the plan that was made anew would write.
    case edited
    /// The file does not agree with itself, or with its digest.
    case altered
    case otherInstance(plan: String, wanted: String)
    case used
    case stale([Staleness])
    /// The file that would be replaced holds something else than a plan.
    case notReplaced(path: String)
}

extension SavedPlanProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAPlan:
            "refused: this is no saved plan: make one with plan --out; a manifest is given with -f"
        case .otherFormat(let format):
            """
            refused: the saved plan has the format \(format.printable), and this omnienv reads \(SavedPlan.formatVersion): take \
            the version that made it, or plan again
            """
        case .edited:
            """
            refused: the saved plan is not what manifest, state and Omni come to now: it was edited, or saved by another \
            version: plan again
            """
        case .altered:
            "refused: the saved plan does not agree with itself: it was edited, or saved by another version: plan again"
        case .otherInstance(let plan, let wanted):
            "refused: the saved plan is for \(plan.printable), not for \(wanted): give that address, or plan again"
        case .used: "refused: the saved plan has been applied already: plan again"
        case .stale(let changes):
            "refused: the saved plan is stale: \(changes.map(\.description).joined(separator: "; ")): plan again"
        case .notReplaced(let path):
            "refused: \"\(path)\" holds something else than a plan: name another file with --out, or remove it"
        }
    }
}

extension Staleness: CustomStringConvertible {
    package var description: String {
        switch self {
        case .manifest: "the manifest has changed"
        case .state: "the state has changed"
        case .otherState: "the state is another one"
        case .list: "Omni lists environments now and did not, or the other way round"
        case .environments(let names): "Omni has changed (\(Self.listed(names)))"
        case .connections: "Omni's connections have changed"
        }
    }

    private static func listed(_ names: [String]) -> String {
        let shown = names.prefix(6).map(\.printable).joined(separator: ", ")
        return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
    }
}

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
