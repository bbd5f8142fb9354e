package import OmniModel

/// Clears up the creates that an earlier apply began and whose answers it did not see: Omni's list says for each
/// whether it was carried out (docs/how-it-works.md, "An intent without its answer").
struct IntentResolution {
    private(set) var state: State?
    private(set) var records: [StateRecord] = []

    init(_ state: State?, observation: Observation) throws(PlanFailure) {
        self.state = state
        guard let state, !state.intents.isEmpty else { return }
        guard let listed = observation.listedEnvironments else {
            let addresses = state.intents.sorted { $0.key < $1.key }.map(\.value)
            throw .unresolvedIntents(addresses, isOffline: observation.basis == .offline)
        }
        let wanted = Set(state.intents.keys)
        var found: [EnvironmentKey: ConnectionEnvironment] = [:]
        for item in listed where wanted.contains(item.key) {
            if let twin = found[item.key], twin.id.text < item.id.text { continue }
            found[item.key] = item
        }
        for (key, address) in state.intents.sorted(by: { $0.key < $1.key }) {
            let record = Self.record(key, address: address, found: found[key])
            records.append(record)
            self.state?.replay(record)
        }
    }

    private static func record(
        _ key: EnvironmentKey,
        address: Address,
        found: ConnectionEnvironment?
    ) -> StateRecord {
        guard let found else { return .intentDropped(key) }
        let environment = RecordedEnvironment(
            id: found.id,
            address: address,
            values: found.values,
            isProtected: false
        )
        return .environment(key, environment)
    }
}

extension ConnectionEnvironment {
    /// What the environment is, whatever its id.
    package var key: EnvironmentKey { EnvironmentKey(base: base, connection: connection) }
}
