import Applying
import HTTPTransport
import Manifest
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import Synchronization
import TestSupport
import Testing

/// The applier starts a move only when the rate limit lets it finish (docs/how-it-works.md), also while other bases wait.
@Suite struct MovePaceTests {
    @Test(arguments: 0..<300)
    func `no value waits at the base for the rate limit`(seed: UInt64) throws {
        #expect(try expectMoved(Rings(seed: seed)).longestAtBase == .zero)
    }

    /// One window to wait for, and the time that was foretold: values cannot be kept from waiting at the base then.
    @Test(arguments: 2...5, 1...3)
    func `a move that takes more than the rate starts with one full window`(length: Int, short: Int) throws {
        let rate = max(1, length + 1 - short)
        _ = try expectMoved(Rings(bases: 1, length: length, rate: rate, parallelism: 1))
    }

    /// Applies, and expects the end to be the goal, and the time to be what was foretold where bases run one by one.
    private func expectMoved(_ rings: Rings) throws -> RingOmni {
        let plan = try rings.plan()
        let clock = VirtualClock()
        let omni = RingOmni(rings.listed, clock: clock)
        let report = SerialRunner.run {
            try? await rings.apply(plan, to: omni, clock: clock)
        } whenIdle: {
            clock.advance()
        }
        #expect(report??.isComplete == true, "\(rings)")
        #expect(omni.routing == rings.wanted, "\(rings)")
        if rings.parallelism == 1 {
            #expect(clock.now == .seconds(plan.seconds(atRate: rings.rate)), "\(rings)")
        }
        return omni
    }
}

/// Bases of which each passes its values on in one ring.
private struct Rings: CustomStringConvertible {
    let bases: Int
    let length: Int
    let rate: Int
    let parallelism: Int

    init(bases: Int, length: Int, rate: Int, parallelism: Int) {
        (self.bases, self.length, self.rate, self.parallelism) = (bases, length, rate, parallelism)
    }

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        bases = Int.random(in: 1...12, using: &random)
        length = Int.random(in: 2...5, using: &random)
        // A ring takes one request more than it has environments.
        rate = Int.random(in: (length + 1)...(length * 8), using: &random)
        parallelism = Int.random(in: 1...5, using: &random)
    }

    var description: String {
        "\(bases) rings of \(length) at \(rate) requests a minute, \(parallelism) at once"
    }

    private func values(shiftedBy shift: Int) -> [String: [String: [String]]] {
        let ring = (0..<length).map { ("e\($0)", ["v\(($0 + shift) % length)"]) }
        let routing = Dictionary(uniqueKeysWithValues: ring)
        return Dictionary(uniqueKeysWithValues: (0..<bases).map { ("b\($0)", routing) })
    }

    var wanted: [String: [String: [String]]] { values(shiftedBy: 1) }

    var listed: [ConnectionEnvironment] {
        values(shiftedBy: 0).flatMap { base, environments in
            environments.map { name, values in
                ConnectionEnvironment(
                    id: EnvironmentID("\(base)-\(name)"),
                    base: ConnectionID(base),
                    connection: ConnectionID(name),
                    values: values.asValues
                )
            }
        }
    }

    func plan() throws -> Plan {
        let bases = wanted.sorted { $0.key < $1.key }.map { label, environments in
            base(
                label,
                environments: environments.sorted { $0.key < $1.key }.map { environment($0, $1.asValues) }
            )
        }
        return try Planner.plan(
            Manifest(bases: bases),
            state: nil,
            observation: .listed(listed, connections: nil)
        )
    }

    func apply(_ plan: Plan, to omni: RingOmni, clock: VirtualClock) async throws -> ApplyReport {
        let pauses = Pauses()
        let wait: @Sendable (Wait) async -> WaitOutcome = { wait in
            await clock.wait(wait.duration)
            return .elapsed
        }
        let hooks = ClientHooks(now: { clock.now }, wait: wait, random: { 0.5 }).counting(in: pauses)
        let settings = ClientSettings(
            instance: try InstanceURL("https://acme.omniapp.co"),
            token: try APIToken("token"),
            rate: rate
        )
        let client = OmniClient(settings: settings, transport: omni, hooks: hooks)
        let began = ReadingTime(now: clock.now, paused: .zero)
        _ = try await Observation.read(from: client.reader, Observation.Needs(connections: nil))
        let applier = Applier(
            client: client,
            journal: try StateJournal.open(
                "state",
                replayed: StateFormat.replay([]),
                header: StateHeader(lineage: "lineage", instance: "https://acme.omniapp.co"),
                in: SimulatedDisk(SimulatedWorld(seed: 0, isTraced: false))
            ),
            hooks: ApplyHooks(client: hooks, pauses: pauses, isStopping: { false }, notify: { _ in }),
            record: someRun,
            list: began,
            parallelism: parallelism
        )
        let run = try await applier.carryOut(plan)
        return await applier.conclude(run, by: nil, trustsAnswers: false, at: someRun.start)
    }
}

/// Answers at once, and notes how long values are at the base.
private final class RingOmni: Transport {
    private struct State {
        var omni: SimulatedOmni
        var atBaseSince: [String: Duration] = [:]
        var longest = Duration.zero
    }

    private let clock: VirtualClock
    private let state: Mutex<State>

    init(_ listed: [ConnectionEnvironment], clock: VirtualClock) {
        self.clock = clock
        var omni = SimulatedOmni(bases: [], connections: [])
        omni.environments = listed.map {
            SimulatedOmni.Environment(
                id: $0.id.text,
                base: $0.base.text,
                connection: $0.connection.text,
                values: $0.values.texts
            )
        }
        state = Mutex(State(omni: omni))
    }

    var longestAtBase: Duration { state.withLock { $0.longest } }

    var routing: [String: [String: [String]]] {
        state.withLock { state in
            state.omni.environments.reduce(into: [:]) { $0[$1.base, default: [:]][$1.connection] = $1.values }
        }
    }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        let call = SimulatedNetwork.Call(request)
        return state.withLock { state in
            guard call.isWrite else {
                return APIResponse(status: 200, body: Array(state.omni.environmentList.utf8))
            }
            do throws(SimulatedOmni.Refusal) {
                let before = state.omni.environments.first { $0.id == call.id }
                let text = try state.omni.answer(call.method, call.id, call.body)
                let after = state.omni.environments.first { $0.id == call.id }
                note(&state, left: before, taken: after)
                return APIResponse(status: 200, body: Array(text.utf8))
            } catch {
                return APIResponse(status: error.status, body: Array("{\"detail\":\"refused\"}".utf8))
            }
        }
    }

    private func note(
        _ state: inout State,
        left: SimulatedOmni.Environment?,
        taken: SimulatedOmni.Environment?
    ) {
        for value in left?.values ?? [] { state.atBaseSince["\(left?.base ?? "") \(value)"] = clock.now }
        for value in taken?.values ?? [] {
            guard let since = state.atBaseSince.removeValue(forKey: "\(taken?.base ?? "") \(value)") else {
                continue
            }
            state.longest = max(state.longest, clock.now - since)
        }
    }
}
