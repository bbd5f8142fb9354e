package import OmniModel

/// How Omni differs from the last apply, apart from what the manifest has changed since.
package struct DriftReport: Sendable, Hashable {
    /// What Omni is compared with.
    package enum Basis: Sendable, Hashable {
        case lastApply
        /// There is no state: nothing can be told from a pending edit.
        case manifest
    }

    package let basis: Basis
    /// False where Omni has no list of environments: only attributes and connections are compared then.
    package let seesEnvironments: Bool
    /// Of all bases that were compared.
    package let labels: [String]
    /// Only bases that differ.
    package let bases: [BaseDrift]
    /// In the order of their ids; none where the token may not read them.
    package let connections: [ConnectionDrift]
    /// What the manifest asserts and Omni does not meet now; what could not be read is among it.
    package let assertions: [UnmetAssertion]
    /// What Omni calls the connections that differ, as far as that is known.
    package let names: [ConnectionID: String]
    /// What is odd about the list, and no drift.
    package let remarks: [PlanWarning]

    /// Pending edits are no drift, nor is what an apply of our own left unfinished, or what could not be read.
    package var hasDrift: Bool {
        causes.contains { $0 == .drift || $0 == .both } || assertions.contains { !$0.isUnread }
    }

    /// How many environments, attributes and connections differ for that cause.
    package func count(of cause: Cause) -> Int { causes.count { $0 == cause } }

    private var causes: [Cause] {
        bases.flatMap { base in base.environments.map(\.cause) + [base.attribute?.cause].compactMap(\.self) }
            + connections.map(\.cause)
    }
}

/// What differs of one base and its environments.
package struct BaseDrift: Sendable, Hashable {
    package let label: String
    package let connection: ConnectionID
    /// Nil where it is as it was, or nobody has to do with it.
    package let attribute: AttributeDrift?
    /// Only environments that differ: first those of the manifest in its order, then the others by their connections.
    package let environments: [EnvironmentDrift]
}

extension BaseDrift {
    /// How many values of environments differ for that cause.
    package func values(of cause: Cause) -> Int {
        environments.reduce(0) { count, environment in
            switch environment.kind {
            case .values, .orphaned: count + environment.values.count { $0.cause == cause }
            case .attached: count + (environment.cause == cause ? environment.current?.count ?? 0 : 0)
            case .detached: count + (environment.cause == cause ? environment.recorded?.count ?? 0 : 0)
            case .missing: count + (environment.cause == cause ? environment.wanted?.count ?? 0 : 0)
            }
        }
    }

    /// The values that were routed to an environment when the last apply ended, that nobody means to take from there, and
    /// that reach the base connection now.
    package var fallenValues: Set<AttributeValue> {
        let missing = environments.flatMap { environment -> [AttributeValue] in
            guard let recorded = environment.recorded else { return [] }
            let meant = environment.wanted.map { Set($0) }
            let current = Set(environment.current ?? [])
            return recorded.filter { meant?.contains($0) != false && !current.contains($0) }
        }
        return Set(missing).subtracting(environments.flatMap { $0.current ?? [] })
    }
}

/// One environment as three sides have it: the last apply, Omni, and the manifest. `nil` is "not attached" of the
/// first two, and "does not name it" of the manifest.
package struct EnvironmentDrift: Sendable, Hashable {
    /// Which of the sides has the environment.
    package enum Kind: Sendable, Hashable {
        /// Omni has it, and the last apply had not.
        case attached
        /// The last apply had it, and Omni has not.
        case detached
        /// Omni has it, and the manifest no longer names it.
        case orphaned
        /// The manifest names it, and neither Omni nor the last apply has it.
        case missing
        /// All have it, with different values.
        case values
    }

    package let key: EnvironmentKey
    /// `nil` for one that neither the manifest nor the state names.
    package let address: Address?
    package let id: EnvironmentID?
    package let kind: Kind
    package let cause: Cause
    package let recorded: [AttributeValue]?
    package let current: [AttributeValue]?
    package let wanted: [AttributeValue]?
    /// The values that not all sides have, in their order; none where the environment as a whole is what differs.
    package let values: [ValueDrift]
}

/// One value that is not the same on all sides.
package struct ValueDrift: Sendable, Hashable {
    package let value: AttributeValue
    package let cause: Cause
    /// Whether Omni has it.
    package let isCurrent: Bool
    /// Whether the manifest names it; where that does not name the environment, whether the last apply had it.
    package let isWanted: Bool
}

/// A base's user attribute where Omni, the last apply and the manifest do not agree.
package struct AttributeDrift: Sendable, Hashable {
    package let cause: Cause
    /// As the last apply set it; `nil` when none did.
    package let recorded: EnvironmentUserAttribute?
    /// As Omni has it now; what Omni does not report is taken to be as the last apply left it.
    package let current: Connection.Attribute
    /// `nil` when the manifest leaves it alone.
    package let wanted: EnvironmentUserAttribute?
}

/// What became of a connection that the manifest or the state names.
package struct ConnectionDrift: Sendable, Hashable {
    /// What Omni's list of connections says now.
    package enum Kind: Sendable, Hashable {
        case renamed(from: String, to: String)
        case deleted(name: String)
        /// Omni's list does not have it, not even among the deleted ones.
        case unlisted
    }

    package let connection: ConnectionID
    package let kind: Kind
    package let cause: Cause
}
