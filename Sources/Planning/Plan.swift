import Diagnostics
import LocatedYAML
package import Manifest
package import OmniModel

/// What an apply will do and why: everything that `plan` shows and everything that `apply` carries out
/// (docs/how-it-works.md). One manifest, state and observation give one plan, byte for byte.
package struct Plan: Sendable, Hashable {
    /// Where the plan's view of Omni comes from.
    package enum Basis: String, Sendable, Hashable {
        /// Omni's list of environments.
        case omni
        /// The state: Omni was not asked.
        case offline = "state"
        /// The state: this instance has no list of environments.
        case noListEndpoint = "state_without_list"
    }

    /// Nil only for a plan that is made offline, where nothing names one.
    package let instance: PlanInstance?
    /// Where the plan's view of Omni comes from: what others changed there shows only where Omni listed its
    /// environments.
    package let basis: Basis
    /// What would have stopped the plan and does not.
    package let lifted: [LiftedGuard]
    package let bases: [BasePlan]
    /// The guards that stop this plan from being applied; it is shown all the same.
    package let refusals: [Refusal]
    /// What an apply writes to the state before its first request, though Omni has to do nothing for it.
    package let records: [StateRecord]

    package init(
        instance: PlanInstance?,
        basis: Basis,
        lifted: [LiftedGuard],
        bases: [BasePlan],
        refusals: [Refusal],
        records: [StateRecord]
    ) {
        self.instance = instance
        self.basis = basis
        self.lifted = lifted
        self.bases = bases
        self.refusals = refusals
        self.records = records
    }

    /// Of all bases; not copied, as there may be tens of thousands.
    package var changes: some Collection<Change> { bases.lazy.flatMap(\.changes) }
    /// The changes as the summary counts them: what is added, changed and destroyed.
    package var count: ChangeCount { ChangeCount(changes) }
    /// How many requests an apply sends where each is answered at once, without those that read.
    package var requestCount: Int { bases.reduce(0) { $0 + $1.steps.count } }
    /// Whether anything is asked of Omni; records for the state alone do not count.
    package var hasChanges: Bool { bases.contains { !$0.steps.isEmpty } }

    /// What is managed and no longer in the manifest, and stays as it is: environments, and user attributes of bases.
    package var orphans: (environments: Int, attributes: Int) {
        changes.reduce(into: (environments: 0, attributes: 0)) { count, change in
            switch change {
            case .orphaned: count.environments += 1
            case .orphanedAttribute: count.attributes += 1
            default: break
            }
        }
    }
}

/// A value that the manifest lets fall back although its base is strict, and where the manifest says so.
package struct AllowedFallback: Sendable, Hashable {
    package let value: AttributeValue
    /// The place of the file among those of the manifest.
    package let file: Int32
    /// Counted from 1.
    package let line: Int

    init(_ entry: Located<AttributeValue>) {
        self.init(
            value: entry.value,
            file: entry.range.file,
            line: Int(entry.range.start.line)
        )
    }

    package init(value: AttributeValue, file: Int32, line: Int) {
        self.value = value
        self.file = file
        self.line = line
    }
}

/// The part of a plan that concerns one base. Bases do not depend on each other.
package struct BasePlan: Sendable, Hashable {
    package let label: String
    package let connection: ConnectionID
    package let isolation: Isolation
    /// Every difference of the base, also those that need no request.
    package let changes: [Change]
    /// In the order in which they have to be carried out.
    package let steps: [Step]
    /// Who is routed elsewhere by the steps, for good or in between.
    package let routing: RoutingChange
    /// What the base and each of its environments hold as the plan saw it: where an apply starts from.
    package let holders: [Holder]
    /// What the environments' connections are called, for whatever names one.
    package let labels: [ConnectionID: String]
    /// What Omni calls the connections that the plan mentions, or the last apply did; without those that nobody can name.
    package let names: [ConnectionID: String]
    /// The connections of environments whose label does not say alone whose data somebody reads: it stands for several
    /// of them here, or stood for another one at the last apply.
    package let ambiguous: Set<ConnectionID>
    /// Whether the steps are as few as can be for certain: for large cyclic groups they are a good approximation.
    package let isExact: Bool
    /// The exceptions from strict isolation in the manifest that this plan uses.
    package let allowedFallbacks: [AllowedFallback]
    /// The environments that the plan is confined to, in the order of their connections; `nil` for the whole base.
    package let group: [ConnectionID]?

    package init(
        label: String,
        connection: ConnectionID,
        isolation: Isolation,
        changes: [Change],
        steps: [Step],
        routing: RoutingChange,
        holders: [Holder],
        labels: [ConnectionID: String],
        names: [ConnectionID: String] = [:],
        ambiguous: Set<ConnectionID> = [],
        isExact: Bool = true,
        allowedFallbacks: [AllowedFallback] = [],
        group: [ConnectionID]? = nil
    ) {
        self.label = label
        self.connection = connection
        self.isolation = isolation
        self.changes = changes
        self.steps = steps
        self.routing = routing
        self.holders = holders
        self.labels = labels
        self.names = names
        self.ambiguous = ambiguous
        self.isExact = isExact
        self.allowedFallbacks = allowedFallbacks
        self.group = group
    }

    /// The environments' connections that something in the plan is about, in the order of their labels.
    package var mentioned: [ConnectionID] {
        let steps = steps.flatMap(\.targets).map(\.key.connection)
        let routed = routing.moves.flatMap { [$0.from, $0.to] } + routing.windows.flatMap(\.ends)
        let ends = routed.compactMap { if case .environment(let connection) = $0 { connection } else { nil } }
        let all = Set(steps + ends + changes.compactMap(\.connection))
        return all.map { (label: ExactText(labels[$0] ?? ""), connection: $0) }
            .sorted { ($0.label, $0.connection) < ($1.label, $1.connection) }.map(\.connection)
    }

    /// `base` for the base connection itself; a connection that has no label is called by its id.
    package func label(of destination: Destination) -> String {
        switch destination {
        case .base: "base"
        case .environment(let connection): labels[connection] ?? connection.text
        }
    }

    /// The destination's label, with the connection behind one that does not say it alone, as in `dev (Snowflake EU)`.
    package func name(of destination: Destination) -> String {
        guard case .environment(let connection) = destination, ambiguous.contains(connection) else {
            return label(of: destination)
        }
        return "\(label(of: destination)) (\(name(of: connection)))"
    }

    /// What Omni calls the connection, or else its id.
    package func name(of connection: ConnectionID) -> String { names[connection] ?? connection.text }

    /// The connection that users of the destination read.
    package func connection(of destination: Destination) -> ConnectionID {
        switch destination {
        case .base: connection
        case .environment(let connection): connection
        }
    }
}

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

/// The Omni that a plan is for, and who names it.
package struct PlanInstance: Sendable, Hashable {
    /// Requests go only where the operator says. A manifest and a state say which instance they are bound to.
    package enum Source: String, Sendable {
        /// A flag, a variable or a profile.
        case `operator`
        case manifest
        case state
    }

    package let url: InstanceURL
    package let source: Source

    package init(url: InstanceURL, source: Source) {
        self.url = url
        self.source = source
    }
}
