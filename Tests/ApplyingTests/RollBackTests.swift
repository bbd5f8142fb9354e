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

/// A step fails, for good or without an answer, in the midst of moves.
@Suite struct RollBackTests {
    private static let chain = MoveTable(
        before: ["dev": ["qa", "x"], "eu": ["e1", "e2", "e3", "e4", "e5", "y"], "third": []],
        after: ["dev": ["e1", "e2", "e3", "e4", "e5"], "eu": ["qa"], "third": ["x", "y"]]
    )

    @Test func `a source that was written again meanwhile keeps what it holds now`() throws {
        let run = try #require(try Self.chain.apply(.init(.refused, at: 4)))
        #expect(
            run.routing == [
                "dev": ["e1", "e2", "e3", "e4", "e5", "x"], "eu": ["qa", "y"], "third": [],
            ]
        )
        #expect(run.report.unrouted == [])
        // That "dev" has released "qa", as the first step did, is the case still.
        #expect(run.report.outcomes.map(\.isDone) == [true, false, false, false])
        #expect(run.report.count == ChangeCount())
        #expect(run.faults == [])
    }

    @Test func `a rollback that fails too names the values that nobody holds`() throws {
        let run = try #require(try Self.chain.apply(.init(.down, at: 4)))
        #expect(run.report.unrouted.flatMap(\.values).sorted() == ["x", "y"])
        #expect(run.faults == [])
    }

    /// 200 tables, every step of each, every kind of failure, with a list and without.
    @Test(arguments: 0..<8)
    func `no value is lost and nothing untrue is called done`(part: UInt64) throws {
        for seed in part * 25..<(part + 1) * 25 {
            let table = MoveTable(RandomTable(seed: seed, environments: 2...5, values: 2...9))
            guard let plan = try table.plan() else { continue }
            for step in plan.bases.flatMap(\.steps).indices {
                for kind in Failure.Kind.allCases {
                    for hasList in [true, false] {
                        let run = try #require(try table.apply(.init(kind, at: step + 1), hasList: hasList))
                        let place = "seed \(seed), step \(step + 1) \(kind), list \(hasList)"
                        #expect(run.faults == [], "\(place): \(table), \(run.report.outcomes.map(\.words))")
                    }
                }
            }
        }
    }
}

/// What goes wrong with one write, however often it is tried.
private struct Failure {
    enum Kind: CaseIterable {
        case refused, lostBefore, lostAfter, maskedBefore, maskedAfter
        /// Nothing comes through from this write on; with the work of this one done, or not.
        case down, downAfter
    }

    let kind: Kind
    /// Of all writes, counted from 1.
    let number: Int

    init(_ kind: Kind, at number: Int) {
        self.kind = kind
        self.number = number
    }
}

/// Who holds what, before and after.
private struct MoveTable: CustomStringConvertible {
    let before: [String: [AttributeValue]]
    let after: [String: [AttributeValue]]

    init(before: [String: [AttributeValue]], after: [String: [AttributeValue]]) {
        self.before = before
        self.after = after
    }

    init(_ table: RandomTable) { self.init(before: table.before, after: table.after) }

    var description: String { "before \(before), after \(after)" }

    private var listed: [ConnectionEnvironment] {
        before.sorted { $0.key < $1.key }.map { PlanningTestSupport.listed($0.key, $0.value) }
    }

    /// Nil when there is nothing to do.
    func plan() throws -> Plan? {
        let wanted = base(
            environments: after.sorted { $0.key < $1.key }.map { environment($0.key, $0.value) }
        )
        let state = PlanningTestSupport.state(before.map { recorded($0.key, $0.value) })
        let plan = try PlanningTestSupport.plan(wanted, state: state, listed: listed) { options in
            options.prunes = true
            options.acceptsEmptyList = true
            options.maxDetach = .max
        }
        return plan.hasChanges ? plan : nil
    }

    func apply(_ failure: Failure, hasList: Bool = true) throws -> FailedRun? {
        guard let plan = try plan() else { return nil }
        let clock = VirtualClock()
        let connections = Set(before.keys).union(after.keys)
        let omni = FailingOmni(listed, connections: connections, failure)
        let report = SerialRunner.run {
            try? await carryOut(plan, on: omni, clock, hasList: hasList)
        } whenIdle: {
            clock.advance()
        }
        guard let report = report ?? nil else { return nil }
        return FailedRun(table: self, routing: omni.routing, report: report)
    }

    private func carryOut(_ plan: Plan, on omni: FailingOmni, _ clock: VirtualClock, hasList: Bool)
        async throws
        -> ApplyReport
    {
        let pauses = Pauses()
        let wait: @Sendable (Wait) async -> WaitOutcome = { wait in
            await clock.wait(wait.duration)
            return .elapsed
        }
        let hooks = ClientHooks(now: { clock.now }, wait: wait, random: { 0.5 }).counting(in: pauses)
        let settings = ClientSettings(
            instance: try InstanceURL("https://acme.omniapp.co"),
            token: try APIToken("token"),
            rate: 100_000
        )
        let client = OmniClient(settings: settings, transport: omni, hooks: hooks)
        let journal = try StateJournal.open(
            "state",
            replayed: StateFormat.replay([]),
            header: StateHeader(lineage: "lineage", instance: "https://acme.omniapp.co"),
            in: SimulatedDisk(SimulatedWorld(seed: 0, isTraced: false))
        )
        let applier = Applier(
            client: client,
            journal: journal,
            hooks: ApplyHooks(client: hooks, pauses: pauses, isStopping: { false }, notify: { _ in }),
            record: someRun,
            list: hasList ? ReadingTime(now: .zero, paused: .zero) : nil
        )
        let run = try await applier.carryOut(plan)
        let seen =
            hasList && run.needsList ? (try? await client.reader.listedEnvironments())?.environments : nil
        return await applier.conclude(run, by: seen, trustsAnswers: !hasList, at: someRun.start)
    }
}

/// What a run left behind, and what it says of that.
private struct FailedRun {
    let table: MoveTable
    /// The values in order, by connection.
    let routing: [String: [AttributeValue]]
    let report: ApplyReport

    /// What is lost in silence or said untruly, in words.
    var faults: [String] {
        let held = ReportTruth.holders(of: routing)
        let (before, after) = (ReportTruth.holders(of: table.before), ReportTruth.holders(of: table.after))
        let lost = ReportTruth.lost(
            before: before,
            after: after,
            now: held,
            report.unrouted.flatMap(\.values)
        )
        let wrong = report.unrouted.filter(\.isCertain).flatMap(\.values).filter { held[$0] != nil }
        return lost.map { "\($0) is lost" } + wrong.map { "\($0) is called unrouted" }
            + report.outcomes.flatMap { ReportTruth.untruths(of: $0, routing) }
    }
}

/// Does its work, but for one write.
private final class FailingOmni: Transport {
    private struct State {
        var omni: SimulatedOmni
        var writes = 0
        var last: [UInt8] = []
    }

    private let state: Mutex<State>
    private let failure: Failure

    init(_ listed: [ConnectionEnvironment], connections: Set<String>, _ failure: Failure) {
        var omni = SimulatedOmni(bases: ["warehouse"], connections: connections)
        omni.environments = listed.map {
            SimulatedOmni.Environment(
                id: $0.id.text,
                base: $0.base.text,
                connection: $0.connection.text,
                values: $0.values.texts
            )
        }
        self.failure = failure
        state = Mutex(State(omni: omni))
    }

    var routing: [String: [AttributeValue]] {
        state.withLock { state in
            state.omni.environments.reduce(into: [:]) { $0[$1.connection] = $1.values.sorted().asValues }
        }
    }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        let call = SimulatedNetwork.Call(request)
        return try state.withLock { state throws(TransportError) in
            guard call.isWrite else {
                if failure.number <= state.writes, failure.isDown { throw .answerLost(.connectionClosed) }
                return APIResponse(status: 200, body: Array(state.omni.environmentList.utf8))
            }
            // Another try of the same write is the same write.
            let text = Array("\(call.method) \(call.path) ".utf8) + call.body
            if text != state.last { state.writes += 1 }
            state.last = text
            let strikes = failure.isDown ? state.writes >= failure.number : state.writes == failure.number
            guard strikes else { return Self.answer(call, &state.omni) }
            return try strike(call, &state.omni, isFirst: state.writes == failure.number)
        }
    }

    private func strike(_ call: SimulatedNetwork.Call, _ omni: inout SimulatedOmni, isFirst: Bool)
        throws(TransportError) -> APIResponse
    {
        let masked = APIResponse(status: 200, body: Array(#"{"success":false,"message":"no"}"#.utf8))
        switch failure.kind {
        case .refused: return APIResponse(status: 400, body: Array(#"{"detail":"Invalid method"}"#.utf8))
        case .maskedBefore: return masked
        case .maskedAfter:
            _ = Self.answer(call, &omni)
            return masked
        case .lostBefore, .down: throw .answerLost(.connectionClosed)
        case .lostAfter:
            _ = Self.answer(call, &omni)
            throw .answerLost(.connectionClosed)
        case .downAfter:
            if isFirst { _ = Self.answer(call, &omni) }
            throw .answerLost(.connectionClosed)
        }
    }

    private static func answer(_ call: SimulatedNetwork.Call, _ omni: inout SimulatedOmni) -> APIResponse {
        do throws(SimulatedOmni.Refusal) {
            let text = try omni.answer(call.method, call.id, call.body)
            return APIResponse(status: 200, body: Array(text.utf8))
        } catch {
            let detail = error.detail.replacing("\"", with: "\\\"")
            return APIResponse(status: error.status, body: Array("{\"detail\":\"\(detail)\"}".utf8))
        }
    }
}

extension Failure {
    fileprivate var isDown: Bool { kind == .down || kind == .downAfter }
}
