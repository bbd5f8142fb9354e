import Manifest
import OmniModel

/// What there is, in one form wherever it was read: from Omni's list or from the state.
struct Current {
    typealias Environments = [ConnectionID: SeenEnvironment]

    /// Whether Omni listed the environments.
    let isLive: Bool
    private var environments: [ConnectionID: Environments] = [:]
    /// Of a pair that Omni lists several times, all of them, in the order of their ids.
    private var twins: [EnvironmentKey: [SeenEnvironment]] = [:]
    private var attributes: [ConnectionID: Connection.Attribute] = [:]

    init(_ observation: Observation, state: State?) {
        isLive = observation.basis == .omni
        switch observation.environments {
        case .listed(let listed):
            for item in listed {
                let environment = SeenEnvironment(id: item.id, values: item.values)
                let first = environments[item.base, default: [:]].updateValue(
                    environment,
                    forKey: item.connection
                )
                guard let first else { continue }
                let all = (twins[item.key] ?? [first]) + [environment]
                twins[item.key] = all.sorted { $0.id.text < $1.id.text }
            }
            for (key, all) in twins { environments[key.base]?[key.connection] = all.first }
        case .noListEndpoint, .notAsked:
            for (key, recorded) in state?.environments ?? [:] {
                environments[key.base, default: [:]][key.connection] =
                    SeenEnvironment(id: recorded.id, values: recorded.values)
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

    /// What leads to each connection of the base: whichever environment of a pair has a value, its users read the same
    /// connection.
    func values(of base: ConnectionID) -> [ConnectionID: [AttributeValue]] {
        var values = environments(of: base).mapValues(\.values)
        for (key, all) in twins where key.base == base {
            values[key.connection] = all.flatMap(\.values).distinct
        }
        return values
    }

    /// The environments of a base, each connection once: of a pair that is listed several times the one that the state knows
    /// by its id, or else the one that has the most of the wanted values; with the others, in order.
    func environments(
        of base: ConnectionID,
        recorded: [ConnectionID: RecordedEnvironment],
        wanted: (ConnectionID) -> [AttributeValue]
    ) -> (Environments, twins: [(connection: ConnectionID, environment: SeenEnvironment)]) {
        var chosen = environments(of: base)
        var rest: [(connection: ConnectionID, environment: SeenEnvironment)] = []
        for (key, all) in twins.sorted(by: { $0.key < $1.key }) where key.base == base {
            let values = Set(wanted(key.connection))
            let known = all.first { $0.id == recorded[key.connection]?.id }
            let counts = all.map { $0.values.count(where: values.contains) }
            let best = known ?? zip(all, counts).first { $1 == counts.max() }?.0
            chosen[key.connection] = best
            rest += all.filter { $0.id != best?.id }.map { (key.connection, $0) }
        }
        return (chosen, rest)
    }

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
