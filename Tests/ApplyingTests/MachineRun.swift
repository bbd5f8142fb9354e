import DurableFiles
import HTTPTransport
import Manifest
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport

@testable import Applying

/// What happens to the write of one number, and what follows from that.
enum MachineFault: Hashable, CaseIterable {
    case refused, refusedForGood
    case lostBefore, lostAfter, garbage
    /// Lost, and carried out before the next write, the one after that, or after all others.
    case late, later, lastOfAll
    case serverOnce, serverForGood, serverAfterForGood, notSentForGood
    case limitedForADay, limitedOnce
    case unauthorized
    /// Somebody detaches the environment, or changes it or another one, before the write arrives.
    case gone, changedOutside, otherChangedOutside
    /// Somebody changes another environment, and there is time to notice.
    case noticedOutside
    case recordNotWritten
    /// A signal comes before the write, or while it is under way.
    case interruptedBefore, interruptedDuring, outOfTime

    var isOutside: Bool {
        [.gone, .changedOutside, .otherChangedOutside, .noticedOutside].contains(self)
    }

    /// Whether a write that it strikes may be carried out.
    var isCarriedOut: Bool { ![.lostBefore, .serverOnce, .limitedOnce].contains(self) }

    /// Whether the run has to end at the manifest all the same.
    var passes: Bool {
        [.lostBefore, .lostAfter, .late, .later, .serverOnce, .limitedOnce].contains(self)
    }
}

/// One run of a machine against Omni's rules in memory, with faults at writes of certain numbers.
struct MachineRun {
    struct Sent {
        let request: BaseMachine.Request
        let place: Destination?
    }

    private(set) var machine: BaseMachine
    private(set) var omni: MachineOmni
    let base: ConnectionID
    let hasList: Bool
    private let faults: [Int: MachineFault]
    private(set) var sent: [Sent] = []
    /// Environments that somebody else has changed.
    private(set) var touched: Set<ConnectionID> = []
    private(set) var outputs = 0
    private(set) var moment = BaseMachine.Moment()
    /// Environments whose change by somebody else a list has shown to the run.
    private var shown: Set<ConnectionID> = []
    /// Environments of which Omni has told the run that they are gone.
    private(set) var toldGone: Set<ConnectionID> = []
    /// What the state has been told, in that order.
    private(set) var records: [StateRecord] = []
    /// Why a run is not as it has to be, whatever came of it.
    private(set) var violations: [String] = []
    private var lasting: MachineFault?
    private var failsRecord = false
    private var releaseHeldAt: Int?
    private var unlistedCreate = false

    init(_ plan: BasePlan, omni: MachineOmni, hasList: Bool, faults: [Int: MachineFault]) {
        machine = BaseMachine(plan, list: hasList ? ReadingTime(now: .zero, paused: .zero) : nil)
        self.omni = omni
        base = plan.connection
        self.hasList = hasList
        self.faults = faults
    }

    /// Whether the state may lag behind: a record was not written, or no list has shown what came of lost writes.
    var hasOldRecords: Bool { faults.values.contains(.recordNotWritten) || !hasList || isStopped }

    var isStopped: Bool { moment.stop?.isUrgent == true }

    /// To the end of the machine; then, where there is a list and time to read it, to what that shows.
    mutating func run() {
        var input: BaseMachine.Input? = .start
        while let current = input, outputs < 2000 {
            let all = machine.next(current, at: moment)
            input = nil
            for output in all {
                outputs += 1
                if input != nil { violations.append("an output follows one that has an answer") }
                input = carryOut(output)
            }
        }
        if !machine.isOver { violations.append("it does not end") }
        if hasList, !isStopped {
            omni.carryOutHeld()
            machine.settle(by: omni.environments.mapValues(\.values))
            records += machine.finalRecords
        } else {
            omni.carryOutHeld()
        }
    }

    private mutating func carryOut(_ output: BaseMachine.Output) -> BaseMachine.Input? {
        switch output {
        case .tell, .slowDown, .refuseToken, .end: return nil
        case .note(let write, _):
            records.append(.write(write))
            return nil
        case .acquire(let number, _):
            moment.permits = min(number, 55)
            return .granted
        case .send(let request): return send(request)
        case .read:
            moment.permits -= 1
            moment.now += .milliseconds(100)
            unlistedCreate = false
            if machine.isComparing {
                shown = touched.filter { omni.environments[$0]?.values == ["foreign"] }
            }
            return .listed(omni.list(base), moment.reading)
        case .wait(let wait):
            if isStopped { return .interrupted }
            moment.now += wait.duration
            moment.paused += wait.duration
            return .elapsed
        case .record(let records):
            defer { failsRecord = false }
            guard !failsRecord else { return .notRecorded(.file(FileError(.write, "state", number: 28))) }
            self.records += records
            return .recorded
        }
    }

    private mutating func send(_ request: BaseMachine.Request) -> BaseMachine.Input {
        if releaseHeldAt == sent.count { omni.carryOutHeld() }
        let place = place(of: request)
        sent.append(Sent(request: request, place: place))
        if case .outOfTime = moment.stop { violations.append("a request after the time was over") }
        check(request)
        if let connection = place?.connection, shown.contains(connection) {
            violations.append("\(connection) is written to after somebody else's change of it was seen")
        }
        moment.permits -= 1
        moment.now += .milliseconds(100)
        let fault = lasting ?? faults[sent.count]
        let answer = answer(to: request, place, fault)
        if case .failed(let error) = answer, error.mayHaveBeenCarriedOut, case .attach = request {
            unlistedCreate = true
        }
        return answer
    }

    /// A create is not repeated blindly, and does not go out before its intents are recorded.
    private mutating func check(_ request: BaseMachine.Request) {
        guard case .attach(let connections) = request else { return }
        let intents = records.compactMap { record -> ConnectionID? in
            if case .intent(let key, _) = record { key.connection } else { nil }
        }
        if !Set(connections).isSubset(of: intents) {
            violations.append("a create goes out without its intents")
        }
        if hasList, unlistedCreate { violations.append("a create is repeated without a look at the list") }
    }

    private func place(of request: BaseMachine.Request) -> Destination? {
        switch request {
        case .attach: nil
        case .setAttribute: .base
        case .setValues(_, let id), .detach(let id):
            omni.environments.first { $0.value.id == id }.map { .environment($0.key) }
        }
    }
}

// MARK: - What Omni, the way there and others make of a write
extension MachineRun {
    private mutating func answer(
        to request: BaseMachine.Request,
        _ place: Destination?,
        _ fault: MachineFault?
    ) -> BaseMachine.Input {
        switch fault {
        case nil: return work(request)
        case .refused: return .failed(MachineOmni.refusal("Bad Request: something else"))
        case .refusedForGood:
            return lasting(fault, .failed(MachineOmni.refusal("Bad Request: something else")))
        case .lostBefore: return .failed(MachineOmni.lost)
        case .lostAfter, .garbage:
            let answer = work(request)
            guard case .answered = answer else { return answer }
            return .failed(fault == .garbage ? MachineOmni.garbage : MachineOmni.lost)
        case .late, .later, .lastOfAll: return hold(request, fault)
        case .serverOnce: return .failed(MachineOmni.server(503))
        case .serverForGood: return lasting(fault, .failed(MachineOmni.server(502)))
        case .serverAfterForGood:
            _ = work(request)
            return lasting(fault, .failed(MachineOmni.server(500)))
        case .notSentForGood: return lasting(fault, .failed(MachineOmni.notSent))
        case .limitedForADay: return lasting(fault, .failed(MachineOmni.limited(.seconds(86_400))))
        case .limitedOnce: return .failed(MachineOmni.limited(.seconds(20)))
        case .unauthorized: return lasting(fault, .failed(MachineOmni.unauthorized))
        case .recordNotWritten:
            failsRecord = true
            return work(request)
        case .interruptedBefore, .interruptedDuring, .outOfTime: return interrupt(request, fault)
        case .gone, .changedOutside, .otherChangedOutside, .noticedOutside:
            return change(request, place, fault)
        }
    }

    private mutating func work(_ request: BaseMachine.Request) -> BaseMachine.Input {
        do {
            return .answered(try omni.carryOut(request))
        } catch {
            return .failed(error)
        }
    }

    private mutating func lasting(_ fault: MachineFault?, _ input: BaseMachine.Input) -> BaseMachine.Input {
        lasting = fault
        return input
    }

    private mutating func hold(_ request: BaseMachine.Request, _ fault: MachineFault?) -> BaseMachine.Input {
        omni.held.append(request)
        switch fault {
        case .late: releaseHeldAt = sent.count
        case .later: releaseHeldAt = sent.count + 1
        default: break
        }
        return .failed(MachineOmni.lost)
    }

    private mutating func interrupt(_ request: BaseMachine.Request, _ fault: MachineFault?)
        -> BaseMachine.Input
    {
        switch fault {
        case .interruptedBefore:
            moment.stop = .interrupted
            return .failed(MachineOmni.lost)
        case .outOfTime:
            moment.stop = .outOfTime
            _ = work(request)
            return .failed(MachineOmni.lost)
        default:
            moment.stop = .interrupted
            return work(request)
        }
    }

    private mutating func change(
        _ request: BaseMachine.Request,
        _ place: Destination?,
        _ fault: MachineFault?
    ) -> BaseMachine.Input {
        let connections = omni.environments.keys.sorted()
        let own = place?.connection
        let other = connections.first { $0 != own }
        guard let target = fault == .gone || fault == .changedOutside ? own : other else {
            return work(request)
        }
        touched.insert(target)
        omni.environments[target] =
            fault == .gone
            ? nil
            : omni.environments[target].map {
                MachineOmni.Environment(id: $0.id, values: ["foreign"])
            }
        guard fault != .noticedOutside else { return .failed(MachineOmni.limited(.seconds(30))) }
        if fault == .gone { toldGone.insert(target) }
        return work(request)
    }
}
