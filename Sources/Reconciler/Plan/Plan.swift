package import OmniAPI

/// What an apply will do and why: everything that `plan` shows and everything that `apply` carries out.
package struct Plan: Sendable, Hashable {
    /// Where the plan's view of Omni comes from.
    package enum Basis: String, Sendable, Hashable, Codable {
        case omni
        case offline
        case noListEndpoint
    }

    package let basis: Basis
    package let bases: [BasePlan]
    /// The guards that stop this plan from being applied. Design, section 5.
    package let refusals: [Refusal]
    /// What an apply writes to the state before its first request, though Omni has to do nothing for it.
    package let records: [StateRecord]

    package init(basis: Basis, bases: [BasePlan], refusals: [Refusal], records: [StateRecord]) {
        self.basis = basis
        self.bases = bases
        self.refusals = refusals
        self.records = records
    }

    /// Of all bases; not copied, as there may be tens of thousands.
    package var changes: some Collection<Change> { bases.lazy.flatMap(\.changes) }
    package var count: ChangeCount { ChangeCount(changes) }
    package var requestCount: Int { bases.reduce(0) { $0 + $1.steps.count } }
    package var hasChanges: Bool { bases.contains { !$0.steps.isEmpty } }
}

/// The part of a plan that concerns one base. Bases do not depend on each other.
package struct BasePlan: Sendable, Hashable, Codable {
    package let label: String
    package let connection: ConnectionID
    package let changes: [Change]
    /// In the order in which they have to be carried out.
    package let steps: [Step]
    package let routing: RoutingChange
    /// What the base and each of its environments hold as the plan saw it: where an apply starts from.
    package let holders: [Holder]
    /// What the environments' connections are called, for whatever names one.
    package let labels: [ConnectionID: String]

    package init(
        label: String,
        connection: ConnectionID,
        changes: [Change],
        steps: [Step],
        routing: RoutingChange,
        holders: [Holder],
        labels: [ConnectionID: String]
    ) {
        self.label = label
        self.connection = connection
        self.changes = changes
        self.steps = steps
        self.routing = routing
        self.holders = holders
        self.labels = labels
    }

    /// `base` for the base connection itself; a connection that has no label is called by its id.
    package func name(of destination: Destination) -> String {
        switch destination {
        case .base: "base"
        case .environment(let connection): labels[connection] ?? connection.text
        }
    }
}

/// Who holds values of a base: an environment, or the base itself with its default values.
package struct Holder: Sendable, Hashable, Codable {
    package let place: Destination
    package let values: [String]

    package init(_ place: Destination, values: [String]) {
        self.place = place
        self.values = values
    }
}
