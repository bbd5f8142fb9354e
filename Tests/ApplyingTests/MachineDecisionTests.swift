import DurableFiles
import HTTPTransport
import Manifest
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport
import Testing

@testable import Applying

/// What a machine does next, one decision at a time.
@Suite struct MachineDecisionTests {
    static func plan(
        _ before: [String: [String]],
        _ after: [String: [String]],
        prune: Bool = false
    ) throws -> BasePlan {
        let desired = base(
            environments: after.sorted { $0.key < $1.key }.map { environment($0.key, $0.value.asValues) }
        )
        let plan = try PlanningTestSupport.plan(
            desired,
            state: state(before.map { recorded($0.key, $0.value.asValues) }),
            listed: before.sorted { $0.key < $1.key }.map { listed($0.key, $0.value.asValues) }
        ) { $0.prunes = prune }
        return try #require(plan.bases.first)
    }

    static func run(
        _ before: [String: [String]],
        _ after: [String: [String]],
        hasList: Bool = true,
        prune: Bool = false,
        refusesEmptyLists: Bool = false,
        _ faults: [Int: MachineFault]
    ) throws -> MachineRun {
        var omni = MachineOmni()
        omni.refusesEmptyLists = refusesEmptyLists
        for (label, values) in before {
            omni.environments[ConnectionID(label)] = .init(
                id: EnvironmentID("id-" + label),
                values: values.asValues
            )
        }
        let plan = try plan(before, after, prune: prune)
        var run = MachineRun(plan, omni: omni, hasList: hasList, faults: faults)
        run.run()
        return run
    }

    private static let before = ["a": ["x", "v"], "b": ["y"]]
    private static let after = ["a": ["x"], "b": ["y", "v"]]

    private static func writes(_ run: MachineRun) -> [String] {
        run.sent.map { sent in
            switch sent.request {
            case .setValues(let values, _):
                "\(sent.place?.connection?.text ?? "?") \(values.texts.joined(separator: " "))"
            case .detach(let id): "detach \(id.text)"
            case .attach, .setAttribute: "\(sent.request)"
            }
        }
    }

    @Test func `a move starts with permits to be carried out, rolled back, and compared once`() throws {
        let plan = try Self.plan(Self.before, Self.after)
        var machine = BaseMachine(plan, list: ReadingTime(now: .zero, paused: .zero))
        let outputs = machine.next(.start, at: .init())
        guard case .acquire(4, urgently: false)? = outputs.last else {
            Issue.record("\(outputs)")
            return
        }
    }

    @Test func `three tries, then rolling back and finishing take turns for two minutes in all`() throws {
        let run = try Self.run(Self.before, Self.after, [2: .notSentForGood])
        let writes = Self.writes(run)
        #expect(
            writes.prefix(7) == ["a x", "b y v", "b y v", "b y v", "a x v", "b y v", "a x v"]
        )
        #expect(writes.count > 8)
        #expect(run.moment.now < .seconds(125))
        #expect(run.machine.unrouted.map(\.values) == [["v"]])
        #expect(run.machine.unrouted.map(\.isCertain) == [true])
    }

    @Test func `the first that is confirmed ends the window, and the plan goes on if that is its step`()
        throws
    {
        let run = try Self.run(Self.before, Self.after, [2: .serverOnce, 3: .lostBefore, 4: .lostBefore])
        #expect(Self.writes(run) == ["a x", "b y v", "b y v", "b y v", "a x v"])
        #expect(run.omni.environments[ConnectionID("a")]?.values == ["x", "v"])
    }

    @Test func `a value that one has for certain nobody else can have, also without a list`() throws {
        let faults: [Int: MachineFault] = [2: .lostBefore, 3: .lostBefore, 4: .lostBefore]
        let run = try Self.run(Self.before, Self.after, hasList: false, faults)
        #expect(Self.writes(run) == ["a x", "b y v", "b y v", "b y v", "a x v"])
        guard case .failed? = run.machine.outcomes.last?.result else {
            Issue.record("\(run.machine.outcomes)")
            return
        }
        #expect(run.machine.unrouted.isEmpty)
    }

    @Test func `a value that is in use is with the one that may have it`() throws {
        let faults: [Int: MachineFault] = [2: .lostAfter, 3: .lostBefore, 4: .lostBefore]
        let run = try Self.run(Self.before, Self.after, hasList: false, faults)
        #expect(Self.writes(run) == ["a x", "b y v", "b y v", "b y v", "a x v"])
        #expect(run.omni.environments[ConnectionID("b")]?.values == ["y", "v"])
        #expect(run.machine.unrouted.isEmpty)
    }

    /// After a pause in the midst of a move the list is read; what keeps it from being read does not keep a value at the base.
    @Test func `a list that cannot be read does not hold a move up, and holds up one that has not begun`()
        throws
    {
        for isMidway in [true, false] {
            let plan = try Self.plan(Self.before, Self.after)
            var machine = BaseMachine(plan, list: ReadingTime(now: .zero, paused: .zero))
            var moment = BaseMachine.Moment()
            moment.permits = 4
            if isMidway {
                _ = machine.next(.start, at: moment)
                #expect(machine.next(.granted, at: moment).request?.values == ["x"])
                _ = machine.next(.answered([:]), at: moment)
            }
            (moment.now, moment.paused) = (.seconds(30), .seconds(30))
            _ = machine.next(isMidway ? .recorded : .start, at: moment)
            guard case .read? = machine.next(isMidway ? .elapsed : .granted, at: moment).last else {
                Issue.record("it does not read the list")
                return
            }
            let next = machine.next(.unread(MachineOmni.lost), at: moment)
            #expect(next.request?.values == (isMidway ? ["y", "v"] : nil))
        }
    }

    @Test func `a refusal is rolled back at once, and the step that took the value away is called so`() throws
    {
        let run = try Self.run(Self.before, Self.after, [2: .refused])
        #expect(Self.writes(run) == ["a x", "b y v", "a x v"])
        let outcomes = run.machine.outcomes
        guard case .rolledBack = outcomes[0].result, case .failed = outcomes[1].result else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(outcomes[0].rolledBack?.values == ["v"])
        #expect(run.machine.unrouted.isEmpty)
    }

    @Test func `a signal finishes where that takes fewer requests`() throws {
        let before = ["a": ["v"], "b": ["w"], "c": ["x"]]
        let after = ["a": [], "b": [], "c": ["x", "v", "w"]]
        let run = try Self.run(before, after, [2: .interruptedDuring])
        #expect(Self.writes(run).last == "c x v w")
        #expect(run.sent.count == 3)
        #expect(run.machine.isConfirmed)
    }

    @Test func `a signal rolls back where that takes fewer requests`() throws {
        let before = ["a": ["v", "w"], "b": [], "c": []]
        let after = ["a": [], "b": ["v"], "c": ["w"]]
        let run = try Self.run(before, after, [1: .interruptedDuring])
        #expect(Self.writes(run) == ["a ", "a v w"])
        #expect(run.machine.unrouted.isEmpty)
    }

    @Test func `when the time is over nothing more is sent, and what is at the base is named`() throws {
        let run = try Self.run(Self.before, Self.after, [1: .outOfTime])
        #expect(run.sent.count == 1)
        #expect(run.machine.unrouted.map(\.values) == [["v"]])
    }

    @Test func `a pause of a day ends a step at once, and in a window after ten minutes`() throws {
        let outside = try Self.run(["a": []], ["a": ["v"]], [1: .limitedForADay])
        #expect(outside.moment.now < .seconds(1))
        let within = try Self.run(Self.before, Self.after, [2: .limitedForADay])
        #expect(within.moment.now > .seconds(590))
        #expect(within.moment.now < .seconds(610))
    }

    @Test func `a late write of an earlier step leaves its holder in doubt without a list`() throws {
        let ring = (["a": ["v"], "b": ["w"]], ["a": ["w"], "b": ["v"]])
        let blind = try Self.run(ring.0, ring.1, hasList: false, [1: .lastOfAll])
        #expect(
            blind.machine.unrouted == [UnroutedValues(base: "warehouse", values: ["w"], isCertain: false)]
        )
        let seeing = try Self.run(ring.0, ring.1, hasList: true, [1: .lostAfter])
        #expect(seeing.machine.unrouted.isEmpty)
        let isDone = seeing.machine.outcomes.allSatisfy(\.isDone)
        #expect(isDone)
    }

    @Test func `a detach that the list at the end still shows is not done`() throws {
        let plan = try Self.plan(["a": ["v"], "b": []], ["a": ["v"]], prune: true)
        var machine = BaseMachine(plan, list: ReadingTime(now: .zero, paused: .zero))
        var moment = BaseMachine.Moment()
        _ = machine.next(.start, at: moment)
        moment.permits = 1
        _ = machine.next(.granted, at: moment)
        guard case .end? = machine.next(.answered([:]), at: moment).last else {
            Issue.record("it does not end")
            return
        }
        #expect(machine.finalRecords.count == 1)
        machine.settle(by: [ConnectionID("a"): ["v"], ConnectionID("b"): []])
        #expect(machine.finalRecords.isEmpty)
        guard case .failed(.stillListed)? = machine.outcomes.last?.result else {
            Issue.record("\(machine.outcomes)")
            return
        }
    }

    private static let detached = (before: ["a": ["v"], "b": ["y"]], after: ["b": ["y", "v"]])

    @Test func `an empty list that Omni refuses is replaced by the detach that was to follow`() throws {
        let (before, after) = Self.detached
        let run = try Self.run(before, after, prune: true, refusesEmptyLists: true, [:])
        #expect(Self.writes(run) == ["a ", "detach id-a", "b y v"])
        #expect(run.omni.environments.mapValues(\.values) == [ConnectionID("b"): ["y", "v"]])
        let isDone = run.machine.outcomes.allSatisfy(\.isDone)
        #expect(isDone)
        #expect(run.machine.finalRecords.count == 1)
    }

    @Test func `what was detached at once cannot be rolled back, and its values are named`() throws {
        let (before, after) = Self.detached
        let run = try Self.run(before, after, prune: true, refusesEmptyLists: true, [3: .refused])
        #expect(Self.writes(run).prefix(3) == ["a ", "detach id-a", "b y v"])
        #expect(run.machine.unrouted.map(\.values) == [["v"]])
        let key = EnvironmentKey(base: run.base, connection: ConnectionID("a"))
        #expect(run.machine.finalRecords.contains(.detached(key)))
    }

    @Test func `an empty list that Omni refuses where nothing is detached is a failure`() throws {
        let run = try Self.run(["a": ["v"]], ["a": []], refusesEmptyLists: true, [:])
        #expect(Self.writes(run) == ["a "])
        #expect(run.omni.environments[ConnectionID("a")]?.values == ["v"])
    }

    /// Hands over what came, and gives what follows once the permits for it are there.
    static func next(_ machine: inout BaseMachine, _ input: BaseMachine.Input) -> [BaseMachine.Output] {
        var moment = BaseMachine.Moment()
        moment.permits = 10
        let outputs = machine.next(input, at: moment)
        guard case .acquire? = outputs.last else { return outputs }
        return machine.next(.granted, at: moment)
    }

    @Test func `a write that cannot be noted is not sent, and one that closes a window is`() throws {
        let plan = try Self.plan(["a": ["v"], "b": []], ["a": [], "b": ["v"]])
        let failed = BaseMachine.Input.notRecorded(.file(FileError(.write, "state", number: 28)))
        var closed = BaseMachine(plan, list: nil)
        #expect(Self.next(&closed, .start).notes == [.values([])])
        _ = Self.next(&closed, failed)
        #expect(closed.isOver)
        #expect(!closed.outcomes.contains { if case .done = $0.result { true } else { false } })
        var open = BaseMachine(plan, list: nil)
        _ = Self.next(&open, .start)
        _ = Self.next(&open, .answered([:]))
        #expect(Self.next(&open, .recorded).notes == [.values(["v"])])
        let urgent = Self.next(&open, failed)
        #expect(urgent.notes.isEmpty)
        #expect(urgent.request != nil)
    }

    @Test func `what was noted and refused is dropped at the end, and what is in doubt is not`() throws {
        let plan = try Self.plan(["a": ["v"]], ["a": ["w"]])
        var refused = BaseMachine(plan, list: nil)
        _ = Self.next(&refused, .start)
        _ = Self.next(&refused, .failed(MachineOmni.refusal("Bad Request")))
        let key = EnvironmentKey(base: plan.connection, connection: ConnectionID("a"))
        #expect(refused.finalRecords == [.writeDropped(.environment(key))])
        var lost = BaseMachine(plan, list: nil)
        _ = Self.next(&lost, .start)
        _ = Self.next(&lost, .failed(MachineOmni.lost))
        #expect(lost.finalRecords.isEmpty)
    }

    @Test func `windows are timed from the release to what ends them`() throws {
        let run = try Self.run(Self.before, Self.after, [:])
        #expect(
            run.machine.realWindows == [RealWindow(base: "warehouse", value: "v", length: .milliseconds(100))]
        )
    }
}

extension BaseMachine.Request {
    static let a = Self.attach([ConnectionID("a")])
}

extension [BaseMachine.Output] {
    var notes: [NotedWrite.Content] {
        compactMap { if case .note(let write, _) = $0 { write.content } else { nil } }
    }

    var request: BaseMachine.Request? {
        if case .send(let request)? = last { request } else { nil }
    }
}

extension BaseMachine.Request {
    var values: [AttributeValue]? {
        if case .setValues(let values, _) = self { values } else { nil }
    }
}
