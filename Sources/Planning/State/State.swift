package import Manifest
package import OmniModel

/// What the last applies left behind: what omnienv manages, with the ids and values it last confirmed.
/// docs/how-it-works.md, "The state file".
package struct State: Sendable, Equatable {
    package var header: StateHeader
    /// What omnienv manages, and so may change and detach.
    package var environments: [EnvironmentKey: RecordedEnvironment] = [:]
    /// By base, the user attributes that omnienv manages.
    package var attributes: [ConnectionID: RecordedAttribute] = [:]
    /// The names by which manifests reach connections, as Omni last resolved them.
    package var connectionNames: [ConnectionID: String] = [:]
    /// Bases that had strict isolation at the last apply.
    package var strictBases: Set<ConnectionID> = []
    /// Creates that were begun and whose answer is not recorded.
    package var intents: [EnvironmentKey: Address] = [:]
    /// By base, the values that an apply took from an environment and gave to no other: it may have been cut off on the
    /// way. Known from superseded lines only, so a compaction forgets it, and it is no part of what is compared.
    package private(set) var releasedValues: [ConnectionID: Set<AttributeValue>] = [:]
    /// The seal of the saved plan that was applied last, which is the digest of its file: none is carried out twice.
    package var appliedPlan: String?
    /// Writes that were about to be sent and whose answer is not recorded, by what they are about.
    package var notedWrites: [NotedWrite.Target: NotedWrite.Content] = [:]
    /// What the last applies saw on managed bases and left alone.
    package var unmanaged: [EnvironmentKey: SeenEnvironment] = [:]
    /// Who changed the state when, for `omnienv history`.
    package private(set) var runs = RunLog()
    /// Grows whenever somebody begins to change the state, and with each writing of it to a shared store.
    package private(set) var serial = 0

    package init(header: StateHeader, serial: Int = 0) {
        self.header = header
        self.serial = serial
    }

    /// Compares what is managed; who changed it, and how often, does not matter.
    package static func == (first: State, second: State) -> Bool {
        first.header == second.header && first.environments == second.environments
            && first.attributes == second.attributes && first.connectionNames == second.connectionNames
            && first.strictBases == second.strictBases && first.intents == second.intents
            && first.appliedPlan == second.appliedPlan && first.notedWrites == second.notedWrites
            && first.unmanaged == second.unmanaged
    }

    /// Keeps `releasedValues` when one record of an environment follows another.
    mutating func noteRelease(_ base: ConnectionID, from old: [AttributeValue], to new: [AttributeValue]) {
        var released = releasedValues[base] ?? []
        released.formUnion(old.without(new))
        released.subtract(new)
        releasedValues[base] = released.isEmpty ? nil : released
    }

    /// How many records `records` has, without making them.
    package var recordCount: Int {
        environments.count + attributes.count + connectionNames.count + intents.count
            + strictBases.count + (appliedPlan == nil ? 0 : 1) + notedWrites.count + unmanaged.count
            + runs.entries.count
    }

    /// The state without what no plan follows from: its serial and its runs.
    package var withoutHistory: State {
        var copy = self
        (copy.serial, copy.runs) = (0, RunLog())
        return copy
    }
}

/// The first line of a state file: which series of states this is, and of which instance.
package struct StateHeader: Sendable, Hashable {
    /// A random text that stays the same for the life of a state.
    package let lineage: String
    /// Omni's address without `/api`, such as `https://myorg.omniapp.co`.
    package let instance: String

    package init(lineage: String, instance: String) {
        self.lineage = lineage
        self.instance = instance
    }
}

/// An environment as omnienv last confirmed it; the values are those that Omni took last from an apply, or had when it was
/// adopted.
package struct RecordedEnvironment: Sendable, Hashable {
    package var id: EnvironmentID
    package var address: Address
    package var values: [AttributeValue]
    /// Kept here too, so that taking the environment out of the manifest does not lift it.
    package var isProtected: Bool

    package init(id: EnvironmentID, address: Address, values: [AttributeValue], isProtected: Bool) {
        self.id = id
        self.address = address
        self.values = values
        self.isProtected = isProtected
    }
}

/// A base's user attribute as an apply last set or found it.
package struct RecordedAttribute: Sendable, Hashable {
    /// The base's label.
    package var base: String
    package var attribute: EnvironmentUserAttribute

    package init(base: String, attribute: EnvironmentUserAttribute) {
        self.base = base
        self.attribute = attribute
    }
}

/// One line of the state file behind the header. The last record of a key stands.
package enum StateRecord: Sendable, Hashable {
    case environment(EnvironmentKey, RecordedEnvironment)
    /// Omni has it no more.
    case detached(EnvironmentKey)
    case attribute(ConnectionID, RecordedAttribute)
    case attributeRemoved(ConnectionID)
    case connectionName(ConnectionID, String)
    /// How a base is isolated from now on.
    case isolation(ConnectionID, Isolation)
    /// A create is about to be asked for.
    case intent(EnvironmentKey, Address)
    /// A create was certainly not carried out.
    case intentDropped(EnvironmentKey)
    /// Somebody took an environment, or an unfinished create, out of the state; it says nothing about Omni.
    case forgotten(EnvironmentKey)
    /// Somebody took a base's attribute out of the state; it says nothing about Omni.
    case attributeForgotten(ConnectionID)
    /// A saved plan, by its seal, is about to be carried out.
    case planApplied(String)
    /// A write is about to be sent.
    case write(NotedWrite)
    /// A write was certainly not carried out, or what it is about is as it was recorded.
    case writeDropped(NotedWrite.Target)
    /// An apply saw the environment and left it alone.
    case unmanaged(EnvironmentKey, SeenEnvironment)
    /// It is not in Omni any more.
    case unmanagedGone(EnvironmentKey)
    /// An apply begins, or has ended.
    case run(RunLog.Entry)
    /// Somebody begins to change the state, or it is written to a shared store; numbers grow, and a lower one counts for
    /// nothing.
    case serial(Int)
}

extension State {
    /// Brings the state to what it is after one more line. Lines of anything that it does not have count for nothing.
    package mutating func replay(_ record: StateRecord) {
        switch record {
        case .environment(let key, let environment):
            let old = environments.updateValue(environment, forKey: key)
            if old != nil || !releasedValues.isEmpty {
                noteRelease(key.base, from: old?.values ?? [], to: environment.values)
            }
            settle(key)
        case .detached(let key), .forgotten(let key):
            environments[key] = nil
            settle(key)
        case .attribute(let base, let attribute):
            attributes[base] = attribute
            notedWrites[.attribute(base)] = nil
        case .attributeRemoved(let base), .attributeForgotten(let base):
            attributes[base] = nil
            notedWrites[.attribute(base)] = nil
        case .connectionName(let id, let name):
            connectionNames[id] = name
        case .isolation(let base, .strict):
            strictBases.insert(base)
        case .isolation(let base, .report):
            strictBases.remove(base)
        case .intent(let key, let address):
            intents[key] = address
        case .intentDropped(let key):
            intents[key] = nil
        case .planApplied(let seal):
            appliedPlan = seal
        case .write(let write):
            notedWrites[write.target] = write.content
        case .writeDropped(let target):
            notedWrites[target] = nil
        case .unmanaged(let key, let seen):
            unmanaged[key] = seen
        case .unmanagedGone(let key):
            unmanaged[key] = nil
        case .run(let entry):
            runs.add(entry)
        case .serial(let number):
            serial = max(serial, number)
        }
    }

    /// What the environment is, is known from now on.
    private mutating func settle(_ key: EnvironmentKey) {
        intents[key] = nil
        notedWrites[.environment(key)] = nil
        unmanaged[key] = nil
    }

    /// The fewest records that replay to this state, sorted so that a text diff shows what changed.
    package var records: [StateRecord] {
        let names = connectionNames.sorted { $0.key < $1.key }.map {
            StateRecord.connectionName($0.key, $0.value)
        }
        let attributes = attributes.sorted { $0.key < $1.key }.map { StateRecord.attribute($0.key, $0.value) }
        let isolation = strictBases.sorted().map { StateRecord.isolation($0, .strict) }
        let environments = environments.sorted { $0.key < $1.key }
            .map { StateRecord.environment($0.key, $0.value) }
        let intents = intents.sorted { $0.key < $1.key }.map { StateRecord.intent($0.key, $0.value) }
        let plan = appliedPlan.map { [StateRecord.planApplied($0)] } ?? []
        let seen = unmanaged.sorted { $0.key < $1.key }.map { StateRecord.unmanaged($0.key, $0.value) }
        let runs = runs.entries.map { StateRecord.run($0) }
        return plan + names + attributes + isolation + environments + seen + intents + noted + runs
    }

    private var noted: [StateRecord] {
        notedWrites.sorted { $0.key.order < $1.key.order }.map { .write(NotedWrite($0.key, $0.value)) }
    }
}

extension NotedWrite.Target {
    fileprivate var order: EnvironmentKey {
        switch self {
        case .environment(let key): key
        // No connection is attached to itself.
        case .attribute(let base): EnvironmentKey(base: base, connection: base)
        }
    }
}
