import FoundationEssentials

/// Holds the simulation for all connections: one request at a time, as a database would order them.
actor SandboxDesk {
    private var simulation: Simulation
    private let configuration: SandboxConfiguration

    init(store: Store, configuration: SandboxConfiguration) {
        simulation = Simulation(store: store, configuration: configuration)
        self.configuration = configuration
    }

    func react(to request: SandboxRequest) -> Reaction {
        let outcome = simulation.react(
            to: request,
            at: configuration.now(),
            date: Date.now.formatted(.iso8601)
        )
        configuration.onRequest(outcome.record)
        return outcome.reaction
    }

    func answer(_ question: Introspection) -> Answer {
        simulation.answer(question)
    }

    var store: Store { simulation.service.store }

    var records: [RequestRecord] { simulation.log.records }

    func edit<R: Sendable, E>(_ change: @Sendable (inout Store) throws(E) -> R) throws(E) -> R {
        try simulation.edit(change)
    }

    func add(_ fault: Fault) {
        simulation.add(fault)
    }
}
