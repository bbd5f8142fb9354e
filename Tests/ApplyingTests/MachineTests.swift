import Foundation
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

@testable import Applying

/// Whatever happens to any of its requests: each value that was routed before and is wanted after is routed where it
/// was, or where it is wanted, or the report names it; every line under "done" is still true; nothing outside the plan
/// was written. `OMNIENV_MACHINE_TABLES` sets the number of tables.
@Suite struct MachineTests {
    private static let tables =
        ProcessInfo.processInfo.environment["OMNIENV_MACHINE_TABLES"].flatMap { UInt64($0) } ?? 60
    private static let parts: UInt64 = 4

    @Test(arguments: 0..<parts)
    func `after any run each value is where it was or where it goes, or is named`(part: UInt64) {
        let start = ContinuousClock.now
        var runs = 0
        for seed in stride(from: part, to: Self.tables, by: Int(Self.parts)) {
            let table = MachineTable(seed: seed)
            guard let plan = table.plan else { continue }
            for hasList in [true, false] {
                let clean = MachineRun.ran(plan, table, hasList: hasList, faults: [:])
                let problems = MachineOracle.problems(clean, table, plan)
                #expect(problems == [], "seed \(seed), list \(hasList): \(table)\n\(clean.words)")
                for faults in Self.faults(clean.sent.count, seed: seed) {
                    let run = MachineRun.ran(plan, table, hasList: hasList, faults: faults)
                    runs += 1
                    let problems = MachineOracle.problems(run, table, plan, faults)
                    guard !problems.isEmpty else { continue }
                    Issue.record(
                        "seed \(seed), list \(hasList), \(faults): \(problems)\n\(table)\n\(run.words)"
                    )
                    return
                }
            }
        }
        print("machine, part \(part + 1): \(runs) runs in \(ContinuousClock.now - start)")
    }

    /// Every kind at every write, each alone and with another one at a write after it.
    private static func faults(_ writes: Int, seed: UInt64) -> [[Int: MachineFault]] {
        var random = SeededRandom(seed: seed)
        return (1...max(1, writes)).flatMap { number in
            MachineFault.allCases.flatMap { fault -> [[Int: MachineFault]] in
                let second = MachineFault.allCases.randomElement(using: &random) ?? .refused
                let after = number + Int.random(in: 1...3, using: &random)
                return [[number: fault], [number: fault, after: second]]
            }
        }
    }
}

extension MachineRun {
    static func ran(
        _ plan: BasePlan,
        _ table: MachineTable,
        hasList: Bool,
        faults: [Int: MachineFault]
    ) -> MachineRun {
        var run = MachineRun(plan, omni: table.omni, hasList: hasList, faults: faults)
        run.run()
        return run
    }

    var words: String {
        let requests = sent.map { "\($0.request)" }.joined(separator: "\n  ")
        let outcomes = machine.outcomes.map { "\($0.step.words): \($0.result)" }.joined(separator: "\n  ")
        let has = omni.environments.mapValues(\.values)
        return
            "sent:\n  \(requests)\noutcomes:\n  \(outcomes)\nunrouted: \(machine.unrouted)\nOmni: \(has) \(omni.defaults)"
    }
}

/// What has to hold after a run, judged by what Omni has, without a look at how the machine decides.
enum MachineOracle {
    static func problems(
        _ run: MachineRun,
        _ table: MachineTable,
        _ plan: BasePlan,
        _ faults: [Int: MachineFault] = [:]
    ) -> [String] {
        run.violations + unnamed(run, table) + untrue(run) + outsidePlan(run, table, plan) + untold(run)
            + unrecorded(run) + unfinished(run, table, faults)
            + (run.moment.now > .seconds(1800) ? ["it takes too long"] : [])
    }

    private static func unnamed(_ run: MachineRun, _ table: MachineTable) -> [String] {
        let named = Set(run.machine.unrouted.flatMap(\.values)).union(changes(run).flatMap(\.named))
        return Set(table.before.values.joined()).sorted().compactMap { value in
            guard let from = table.holder(of: value, in: table.before),
                let to = table.holder(of: value, in: table.after)
            else { return nil }
            let holder = run.omni.holder(of: value)
            if holder == from || holder == to || named.contains(value) { return nil }
            // Without a list nobody can know what others do, unless Omni says that an environment is gone.
            let canSee = run.hasList && !run.isStopped
            let unseen = canSee ? [] : run.touched.subtracting(run.toldGone)
            if unseen.contains(from) || unseen.contains(to) { return nil }
            return "\(value) is at \(holder.map { "\($0)" } ?? "the base"), and nobody says so"
        }
    }

    private static func changes(_ run: MachineRun) -> [OutsideChange] {
        run.machine.outcomes.flatMap { outcome -> [OutsideChange] in
            guard case .failed(.changedMeanwhile(let changes)) = outcome.result else { return [] }
            return changes
        }
    }

    private static func untrue(_ run: MachineRun) -> [String] {
        run.machine.outcomes.compactMap { outcome in
            guard case .done = outcome.result, let place = outcome.step.place else { return nil }
            guard place.connection.map({ !run.touched.contains($0) }) ?? true else { return nil }
            let content: Content =
                switch place {
                case .base: Content(run.omni.defaults)
                case .environment(let connection): Content(run.omni.environments[connection]?.values)
                }
            let isCase = outcome.step.freed.map { $0.isDisjoint(with: content.set) }
            return isCase ?? (content == outcome.step.content)
                ? nil : "\(outcome.step.words) is done, but not the case"
        }
    }

    /// What the state was told of an environment last is what a confirmed write has left there.
    private static func unrecorded(_ run: MachineRun) -> [String] {
        guard !run.hasOldRecords else { return [] }
        var recorded: [ConnectionID: Content] = [:]
        for case .environment(let key, let environment) in run.records {
            recorded[key.connection] = Content(environment.values)
        }
        return run.machine.outcomes.compactMap { outcome in
            guard case .setValues(let target, _, _, _) = outcome.step, case .done = outcome.result,
                let has = run.omni.environments[target.key.connection],
                !run.touched.contains(target.key.connection)
            else { return nil }
            let content = recorded[target.key.connection]
            return content == Content(has.values)
                ? nil : "\(outcome.step.words) is done, and the state has \(content?.values ?? [])"
        }
    }

    /// A write gives a holder nothing but what it had or is wanted to have, and touches nobody else.
    private static func outsidePlan(_ run: MachineRun, _ table: MachineTable, _ plan: BasePlan) -> [String] {
        run.sent.compactMap { sent in
            switch sent.request {
            case .attach(let connections):
                let new = plan.steps.flatMap { step -> [ConnectionID] in
                    guard case .attach(let targets) = step else { return [] }
                    return targets.map(\.key.connection)
                }
                return Set(connections).isSubset(of: new) ? nil : "attaches \(connections)"
            case .setValues(let values, _):
                guard let label = sent.place?.connection?.text else { return nil }
                let allowed = (table.before[label] ?? []) + (table.after[label] ?? [])
                let isPlanned = plan.steps.contains { $0.place == sent.place }
                return isPlanned && Set(values).isSubset(of: allowed) ? nil : "writes \(values) to \(label)"
            case .setAttribute(let attribute):
                let isPlanned = plan.steps.contains {
                    $0.place == .base && $0.content == Content(attribute?.defaultValues ?? [])
                }
                return isPlanned ? nil : "sets \(String(describing: attribute))"
            case .detach:
                guard let place = sent.place else { return nil }
                let isPlanned = plan.steps.contains {
                    if case .detach = $0 { $0.place == place } else { false }
                }
                return isPlanned ? nil : "detaches \(place)"
            }
        }
    }

    /// What went out is never called "not tried".
    private static func untold(_ run: MachineRun) -> [String] {
        run.machine.outcomes.enumerated().compactMap { index, outcome in
            guard case .notTried = outcome.result else { return nil }
            let isSent = run.sent.contains { sent in
                switch (sent.request, outcome.step) {
                case (.attach, .attach): true
                case (.detach, .detach): sent.place == outcome.step.place
                case (.setValues(let values, _), .setValues(_, _, let to, _)):
                    sent.place == outcome.step.place && Content(values) == Content(to)
                        && !run.machine.outcomes[..<index].contains {
                            $0.step.place == sent.place && $0.step.content == Content(to)
                        }
                default: false
                }
            }
            // Rolling back may write what a later step would have written.
            return isSent && !run.wasRolledBack(outcome.step.place) ? "\(outcome.step.words) went out" : nil
        }
    }

    /// What passes does not keep a run from its end; and one refusal leaves no value at the base.
    private static func unfinished(
        _ run: MachineRun,
        _ table: MachineTable,
        _ faults: [Int: MachineFault]
    ) -> [String] {
        let clean = MachineRun.ran(run.machine.plan, table, hasList: run.hasList, faults: [:])
        guard clean.machine.isConfirmed, faults.count <= 1 else { return [] }
        let fault = faults.first?.value
        // Without a list nobody can tell the id of what was attached by a request whose answer was lost.
        let isSeen = run.hasList || !run.sent.contains(where: \.isAttach) || fault?.isCarriedOut == false
        if fault?.passes ?? true, isSeen {
            return run.machine.isConfirmed ? [] : ["it does not finish"]
        }
        // A detach, which takes the place of an empty list that is refused, cannot be rolled back.
        guard fault == .refused || fault == .interruptedDuring || fault == .garbage && run.hasList,
            !table.refusesEmptyLists
        else { return [] }
        return run.machine.unrouted.isEmpty ? [] : ["it leaves \(run.machine.unrouted)"]
    }
}

extension MachineRun {
    fileprivate func wasRolledBack(_ place: Destination?) -> Bool {
        place.map { machine.rolledBack[$0] != nil } ?? false
    }
}

extension MachineRun.Sent {
    fileprivate var isAttach: Bool {
        if case .attach = request { true } else { false }
    }
}

extension OutsideChange {
    fileprivate var named: [AttributeValue] { (expected ?? []) + (found ?? []) }
}

extension Step {
    /// What it takes away from its holder if that is its whole purpose: others follow with what the holder is to have.
    fileprivate var freed: Set<AttributeValue>? {
        switch self {
        case .setValues(_, let from, let to, .release): Content(from).set.subtracting(Content(to).set)
        case .setAttribute(let attribute, let from, .release):
            Content(from?.defaultValues).set.subtracting(Content(attribute.defaultValues).set)
        default: nil
        }
    }
}
