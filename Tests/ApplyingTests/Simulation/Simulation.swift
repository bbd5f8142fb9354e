import Applying
import FoundationEssentials
import OmniModel
import Planning
import PlanningTestSupport
import StateStore

/// One seed: a start, one to three applies in which everything goes wrong, then applies in peace. Whatever happened,
/// the first one in peace has to end at the manifest.
struct Simulation: Sendable {
    struct Outcome: Sendable {
        let violations: [String]
        let faults: FaultCounts
        let trace: [String]
        let applies: Int
    }

    static func run(seed: UInt64, isTraced: Bool = false) -> Outcome {
        let world = SimulatedWorld(seed: seed, isTraced: isTraced)
        let applies = SerialRunner.run {
            await Simulation(world).run()
        } whenIdle: {
            world.clock.advance()
        }
        if applies == nil { world.violate("the run waits for something that never comes") }
        return Outcome(
            violations: world.violations,
            faults: world.faults,
            trace: world.trace ?? [],
            applies: applies ?? 0
        )
    }

    let world: SimulatedWorld
    private let disk: SimulatedDisk
    let network: SimulatedNetwork

    private init(_ world: SimulatedWorld) {
        self.world = world
        disk = SimulatedDisk(world)
        let scenario = Scenario(world)
        network = SimulatedNetwork(scenario, world: world, disk: disk)
        if let state = scenario.state { place(state, isWorn: scenario.isWorn) }
    }

    private func place(_ state: State, isWorn: Bool) {
        var text = StateFormat.text(of: state)
        let key = EnvironmentKey(
            base: ConnectionID(Scenario.firstBase),
            connection: ConnectionID(Scenario.id("c11"))
        )
        if isWorn, let recorded = state.environments[key] {
            for _ in 0..<40 { text += StateFormat.line(.environment(key, recorded)) }
        }
        disk.place(Scenario.statePath, text)
    }

    private func run() async -> Int {
        let storms = 1 + world.number(2)
        for _ in 0..<storms { await storm() }
        await calm()
        return storms + 2
    }

    /// An apply in which everything goes wrong.
    private func storm() async {
        let end = world.happens(50) ? 1 + world.number(40) : nil
        world.begin(
            danger: world.pick([0, 5, 15, 30]),
            killAt: world.happens(70) ? end : nil,
            interruptAt: world.happens(20) ? 1 + world.number(30) : nil
        )
        let apply = SimulatedApply(network: network)
        let (before, edits) = (network.omni, network.edits)
        let result = await apply.run()
        world.note(result.words)
        if case .applied(_, let report) = result, !world.isDead, network.edits == edits,
            !network.watch.wasMisled
        {
            check(report, since: before)
        }
        if case .unreadableState(let problem) = result, !world.isDead {
            world.violate("the state is unreadable: \(problem)")
        }
        if world.happens(world.isDead ? 50 : 5) { disk.cutPower() }
        checkState()
    }

    /// After every accident the file is readable, and tells of everything that was attached.
    private func checkState() {
        do {
            let state = try disk.state(Scenario.statePath)
            guard !network.watch.wasMisled else { return }
            for key in network.watch.attached
            where network.omni.environments.contains(where: { $0.key == key })
                && state?.environments[key] == nil && state?.intents[key] == nil
            {
                world.violate("the state has lost track of \(key.connection)")
            }
        } catch {
            world.violate("the state is unreadable: \(error)")
        }
    }

    /// Applies in peace; a deleted connection has been restored.
    private func calm() async {
        network.omni.connections.formUnion(network.scenario.connections)
        world.begin(danger: 0)
        let before = network.omni
        let recorded = (try? disk.state(Scenario.statePath))?.attributes ?? [:]
        var apply = SimulatedApply(network: network)
        apply.acceptsEmptyList = true
        switch await apply.run() {
        case .applied(_, let report) where report.isComplete: break
        case .planned(let plan) where !plan.hasChanges && plan.records.isEmpty: break
        case let other: world.violate("an apply in peace ends as: \(other.words)")
        }
        world.note("after: \(network.omni.environmentList)")
        checkOmni(before, recorded)
        guard case .planned(let plan) = await apply.run(isPlanOnly: true), !plan.hasChanges,
            plan.records.isEmpty
        else { return world.violate("another plan is not empty") }
    }

    private func checkOmni(_ before: SimulatedOmni, _ recorded: [ConnectionID: RecordedAttribute]) {
        for base in network.omni.bases {
            let environments = network.omni.environments.filter { $0.base == base }
            let ours = environments.filter { network.scenario.isOurs($0.base, $0.connection) }
            let found = Dictionary(ours.map { ($0.connection, $0.values.sorted()) }) { $0 + $1 + ["twice"] }
            let wanted = (network.scenario.wanted[base] ?? [:]).mapValues { $0.sorted() }
            if found != wanted { world.violate("\(base) has \(found) instead of \(wanted)") }
            let foreign = before.environments.filter {
                $0.base == base && !ours.map(\.connection).contains($0.connection)
            }
            for environment in foreign where !network.scenario.isOurs(base, environment.connection) {
                if !environments.contains(environment) { world.violate("\(environment) was touched") }
            }
            let isRemoved = network.scenario.prunes && recorded[ConnectionID(base)] != nil
            let live = isRemoved ? nil : before.attributes[base]
            let attribute = network.scenario.wantedAttributes[base] ?? live
            if network.omni.attributes[base] != attribute {
                world.violate("the attribute of \(base) is wrong")
            }
        }
    }
}
