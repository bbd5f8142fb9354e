import Applying
import Manifest
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import StateStore

/// One apply, made of the real parts: state, list, plan, prompt, journal, applier, rescue.
struct SimulatedApply: Sendable {
    enum End: Sendable {
        case unreadableState(String)
        case notPlanned(String)
        case planned(Plan)
        case applied(Plan, ApplyReport)
        /// The state file could not be opened for writing, or not take the plan's own records.
        case notBegun(String)
    }

    private static let url = try? InstanceURL("https://acme.omniapp.co")
    private static let token = try? APIToken("token")

    let network: SimulatedNetwork
    var acceptsEmptyList = false

    private var world: SimulatedWorld { network.world }
    private var disk: SimulatedDisk { network.disk }

    func run(isPlanOnly: Bool = false) async -> End {
        network.watch.begin(network.omni)
        let replayed: StateFormat.Replayed
        do {
            replayed = try StateFile.load(Scenario.statePath, in: disk)
        } catch {
            return .unreadableState("\(error)")
        }
        guard let url = Self.url, let token = Self.token else { return .notPlanned("no address") }
        let settings = ClientSettings(instance: url, token: token, rate: network.scenario.rate)
        let client = OmniClient(settings: settings, transport: network, hooks: world.hooks)
        do {
            let began = ReadingTime(now: world.now, paused: world.pauses.total)
            let plan = try await plan(replayed.state, client)
            guard plan.hasChanges || !plan.records.isEmpty, !isPlanOnly else { return .planned(plan) }
            ask()
            return await carryOut(plan, replayed, client, began)
        } catch {
            return .notPlanned("\(error)")
        }
    }

    private func plan(_ state: State?, _ client: OmniClient) async throws -> Plan {
        let manifest = network.scenario.manifest
        let needsConnections = manifest.needsUserAttributes || state?.attributes.isEmpty == false
        let needs = Observation.Needs(connections: needsConnections ? manifest.connectionIDs : nil)
        let observation = try await Observation.read(from: client.reader, needs)
        var options = PlanOptions()
        options.prunes = network.scenario.prunes
        options.acceptsEmptyList = acceptsEmptyList
        return try Planner.plan(manifest, state: state, observation: observation, options: options)
    }

    /// A person thinks about the plan, and others work meanwhile.
    private func ask() {
        guard world.danger > 0, world.happens(50) else { return }
        let time = Duration.milliseconds(world.number(20_000))
        world.now += time
        world.pauses.add(time)
        if world.happens(world.danger) { network.editFromOutside(.editAtPrompt) }
    }

    private func carryOut(
        _ plan: Plan,
        _ replayed: StateFormat.Replayed,
        _ client: OmniClient,
        _ began: ReadingTime
    ) async -> End {
        let hooks = ApplyHooks(
            client: world.hooks,
            pauses: world.pauses,
            isStopping: { [world] in world.isStopping || world.isDead },
            notify: { _ in }
        )
        do {
            let journal = try StateJournal.open(
                Scenario.statePath,
                replayed: replayed,
                header: Scenario.header,
                in: disk
            )
            let applier = Applier(
                client: client,
                journal: journal,
                hooks: hooks,
                record: someRun,
                list: began,
                parallelism: network.scenario.parallelism
            )
            let run = try await applier.carryOut(plan)
            let listed = await listed(client)
            let report = await applier.conclude(run, by: listed, trustsAnswers: false, at: someRun.start)
            if !report.unwritten.isEmpty { await rescue(journal) }
            return .applied(plan, report)
        } catch {
            return .notBegun("\(error)")
        }
    }

    /// What is there after the last write, if anybody is left to ask.
    private func listed(_ client: OmniClient) async -> [ConnectionEnvironment]? {
        guard !world.isDead, !world.isStopping else { return nil }
        return (try? await client.reader.listedEnvironments())?.environments
    }

    /// The state is saved elsewhere, and perhaps somebody follows the advice to move it back.
    private func rescue(_ journal: StateJournal) async {
        let state = await journal.state
        guard let path = try? state.rescue(from: Scenario.statePath, orIn: "tmp", files: disk),
            world.happens(70)
        else { return }
        world.note("rescued")
        try? disk.rename(path, to: Scenario.statePath)
    }
}

extension SimulatedApply.End {
    /// The same in every process: without the order of a dictionary.
    var words: String {
        switch self {
        case .unreadableState(let problem): "unreadable state: \(problem)"
        case .notPlanned(let problem): "not planned: \(problem)"
        case .planned(let plan): "planned: \(plan.requests)"
        case .applied(let plan, let report): "applied \(plan.requests): \(report.outcomes.map(\.words))"
        case .notBegun(let problem): "not begun: \(problem.replacing(/\.[0-9a-f]+\.new/, with: ".new"))"
        }
    }
}

extension StepOutcome {
    var words: String {
        switch result {
        case .done: "done"
        case .rolledBack(let now): "rolled back to \(now)"
        case .failed(let failure): "failed (\(failure))"
        case .inDoubt(let failure, let perhaps): "in doubt (\(failure)), perhaps \(perhaps)"
        case .notTried: "not tried"
        }
    }
}
