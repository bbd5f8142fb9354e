package import Manifest
package import OmniModel

/// One line of the state file behind the header. The last record of a key stands.
package enum StateRecord: Sendable, Hashable {
    case environment(EnvironmentKey, RecordedEnvironment)
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
    /// The same for a base's attribute.
    case attributeForgotten(ConnectionID)
    /// A saved plan, by its seal, is about to be carried out.
    case planApplied(String)
}

extension State {
    /// The state after one more line.
    package mutating func replay(_ record: StateRecord) {
        switch record {
        case .environment(let key, let environment):
            let old = environments.updateValue(environment, forKey: key)
            if old != nil || !releasedValues.isEmpty {
                noteRelease(key.base, from: old?.values ?? [], to: environment.values)
            }
            intents[key] = nil
        case .detached(let key), .forgotten(let key):
            environments[key] = nil
            intents[key] = nil
        case .attribute(let base, let attribute):
            attributes[base] = attribute
        case .attributeRemoved(let base), .attributeForgotten(let base):
            attributes[base] = nil
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
        }
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
        return plan + names + attributes + isolation + environments + intents
    }
}
