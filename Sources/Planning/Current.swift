import Manifest
import OmniModel

/// What there is, in one form wherever it was read: from Omni's list or from the state.
struct Current {
    struct Environment {
        let id: EnvironmentID
        let values: [AttributeValue]
    }

    typealias Environments = [ConnectionID: Environment]

    /// Whether Omni listed the environments.
    let isLive: Bool
    private var environments: [ConnectionID: Environments] = [:]
    private var attributes: [ConnectionID: Connection.Attribute] = [:]

    init(_ observation: Observation, state: State?) {
        isLive = observation.basis == .omni
        switch observation.environments {
        case .listed(let listed):
            for item in listed {
                environments[item.base, default: [:]][item.connection] = Environment(
                    id: item.id,
                    values: item.values
                )
            }
        case .noListEndpoint, .notAsked:
            for (key, recorded) in state?.environments ?? [:] {
                environments[key.base, default: [:]][key.connection] =
                    Environment(id: recorded.id, values: recorded.values)
            }
        }
        readAttributes(observation.connections, state: state)
    }

    private mutating func readAttributes(_ connections: [Connection]?, state: State?) {
        guard let connections else {
            attributes = state?.attributes.mapValues { .set($0.attribute) } ?? [:]
            return
        }
        for connection in connections { attributes[connection.id] = connection.environmentUserAttribute }
    }

    func environments(of base: ConnectionID) -> Environments { environments[base] ?? [:] }

    func attribute(of base: ConnectionID) -> Connection.Attribute { attributes[base] ?? .unreported }
}

extension Observation {
    var basis: Plan.Basis {
        switch environments {
        case .listed: .omni
        case .noListEndpoint: .noListEndpoint
        case .notAsked: .offline
        }
    }
}
