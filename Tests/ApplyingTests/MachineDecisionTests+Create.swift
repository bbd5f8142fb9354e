import HTTPTransport
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@testable import Applying

/// What a machine does about a create whose answer is lost, late or a refusal.
extension MachineDecisionTests {
    @Test func `a create that never answers is given up within two minutes, and its intent stays`() throws {
        let run = try Self.run([:], ["a": ["v"]], [1: .serverForGood])
        #expect(run.sent.count == 6)
        #expect(run.moment.now < .seconds(120))
        guard case .inDoubt(.attachNotListed, _)? = run.machine.outcomes.first?.result else {
            Issue.record("\(run.machine.outcomes)")
            return
        }
    }

    @Test func `without a list a lost create is asked for again, and finishes if nothing came of it`() throws
    {
        let run = try Self.run([:], ["a": ["v"]], hasList: false, [1: .lostBefore])
        #expect(run.sent.map(\.request) == [.a, .a, .setValues(["v"], of: EnvironmentID("new1"))])
        let isDone = run.machine.outcomes.allSatisfy(\.isDone)
        #expect(isDone)
    }

    @Test(arguments: [MachineFault.lostAfter, .late])
    func `without a list the refusal of the repetition proves a lost create`(fault: MachineFault) throws {
        let run = try Self.run([:], ["a": ["v"]], hasList: false, [1: fault])
        #expect(run.sent.map(\.request) == [.a, .a])
        guard case .failed(.attachedWithoutID(let addresses, _))? = run.machine.outcomes.first?.result else {
            Issue.record("\(run.machine.outcomes)")
            return
        }
        #expect(addresses.map(\.environment) == ["a"])
        #expect(!run.records.contains { if case .intentDropped = $0 { true } else { false } })
    }

    @Test func `what the refusal does not name was not attached, and is asked for alone`() throws {
        var machine = BaseMachine(try Self.plan([:], ["a": [], "b": []]), list: nil)
        var moment = BaseMachine.Moment()
        moment.permits = 1
        let pair = BaseMachine.Request.attach([ConnectionID("a"), ConnectionID("b")])
        #expect(machine.next(.start, at: moment).request == nil)
        #expect(machine.next(.recorded, at: moment).request == pair)
        _ = machine.next(.failed(MachineOmni.lost), at: moment)
        #expect(machine.next(.elapsed, at: moment).request == pair)
        let refusal = "The following environment connection IDs are not valid for this connection: a"
        #expect(
            machine.next(.failed(MachineOmni.refusal(refusal)), at: moment).request
                == .attach([ConnectionID("b")])
        )
        _ = machine.next(.answered([ConnectionID("b"): EnvironmentID("id-b")]), at: moment)
        _ = machine.next(.recorded, at: moment)
        guard case .failed(.attachedWithoutID(let addresses, _))? = machine.outcomes.first?.result else {
            Issue.record("\(machine.outcomes)")
            return
        }
        #expect(addresses.map(\.environment) == ["a"])
        #expect(machine.isOver)
    }

    @Test func `a create that an error in a success asks to wait makes all bases wait`() throws {
        var machine = BaseMachine(try Self.plan([:], ["a": []]), list: nil)
        var moment = BaseMachine.Moment()
        moment.permits = 1
        _ = machine.next(.start, at: moment)
        #expect(machine.next(.recorded, at: moment).request == .a)
        let error = OmniError(
            call: MachineOmni.lost.call,
            attempts: 1,
            kind: .rateLimited(waited: .zero, detail: nil),
            mayHaveBeenCarriedOut: true
        )
        let outputs = machine.next(.failed(error), at: moment).suffix(2)
        guard case .slowDown? = outputs.first, case .wait? = outputs.last else {
            Issue.record("the other bases do not wait: \(outputs)")
            return
        }
    }

    @Test func `a list without what Omni calls attached is read again after a wait, as it may lag behind`()
        throws
    {
        let plan = try Self.plan([:], ["a": []])
        var machine = BaseMachine(plan, list: ReadingTime(now: .zero, paused: .zero))
        _ = Self.next(&machine, .start)
        #expect(Self.next(&machine, .recorded).request == .a)
        let refusal = "The following environment connection IDs are not valid for this connection: a"
        guard case .read? = Self.next(&machine, .failed(MachineOmni.refusal(refusal))).last,
            case .wait(let wait)? = Self.next(&machine, .listed([], ReadingTime(now: .zero, paused: .zero)))
                .last,
            case .read? = Self.next(&machine, .elapsed).last
        else {
            Issue.record("it does not read the list twice")
            return
        }
        #expect(wait.reason == .listMayLag)
    }
}
