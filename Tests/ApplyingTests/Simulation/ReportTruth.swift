import Applying
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport

/// Whether a report of an apply is true of what one base holds afterwards. Environments are known by their connections.
enum ReportTruth {
    static func holders(of routing: [String: [AttributeValue]]) -> [AttributeValue: String] {
        routing.reduce(into: [:]) { holders, entry in
            for value in entry.value { holders[value] = entry.key }
        }
    }

    /// The values that were routed, are wanted, are now neither where they were nor where they are wanted, and are not
    /// named.
    static func lost(
        before: [AttributeValue: String],
        after: [AttributeValue: String],
        now: [AttributeValue: String],
        _ named: [AttributeValue]
    ) -> [AttributeValue] {
        before.keys.sorted().filter { value in
            guard let wanted = after[value], !named.contains(value) else { return false }
            return now[value] != before[value] && now[value] != wanted
        }
    }

    /// What an outcome says and the base does not hold, in words.
    static func untruths(of outcome: StepOutcome, _ routing: [String: [AttributeValue]]) -> [String] {
        let isTrue =
            switch outcome.result {
            case .done: isCarriedOut(outcome.step, routing)
            case .rolledBack(let now): holds(outcome.step, routing) == Set(now)
            case .inDoubt(_, let perhaps):
                perhaps.isEmpty || perhaps.contains { Set($0) == holds(outcome.step, routing) }
            case .failed, .notTried: true
            }
        let hasRolledBack =
            outcome.rolledBack.map { holds(outcome.step, routing).isSuperset(of: $0.values) } ?? true
        guard !isTrue || !hasRolledBack else { return [] }
        return ["untrue: \(outcome.words) of \(outcome.step.words), in truth \(routing)"]
    }

    private static func holds(_ step: Step, _ routing: [String: [AttributeValue]]) -> Set<AttributeValue> {
        guard case .setValues(let target, _, _, _) = step else { return [] }
        return Set(routing[target.key.connection.text] ?? [])
    }

    private static func isCarriedOut(_ step: Step, _ routing: [String: [AttributeValue]]) -> Bool {
        switch step {
        case .attach(let targets): targets.allSatisfy { routing[$0.key.connection.text] != nil }
        case .setValues(_, _, let to, .final): holds(step, routing) == Set(to)
        case .setValues(_, let from, let to, .release):
            holds(step, routing).isDisjoint(with: Set(from).subtracting(to))
        case .detach(let target, _): routing[target.key.connection.text] == nil
        case .setAttribute, .removeAttribute: true
        }
    }
}

extension Simulation {
    /// Where nobody else has changed anything and no list lagged, a report has to be true, and to name every value that
    /// was routed, is wanted, and is neither where it was nor where it goes.
    func check(_ report: ApplyReport, since before: SimulatedOmni) {
        let wanted = network.scenario.wanted
        for base in network.omni.bases {
            let now = network.omni.routing(of: base)
            for outcome in report.outcomes where outcome.base == base {
                for untruth in ReportTruth.untruths(of: outcome, now) { world.violate(untruth) }
            }
            // Without a user attribute nobody was routed.
            guard before.attributes[base] != nil || network.scenario.wantedAttributes.isEmpty else {
                continue
            }
            // A plan that removes it wants nobody to be routed, and does that first.
            if before.attributes[base] != nil, network.omni.attributes[base] == nil { continue }
            let lost = ReportTruth.lost(
                before: ReportTruth.holders(of: before.routing(of: base)),
                after: ReportTruth.holders(of: (wanted[base] ?? [:]).mapValues(\.asValues)),
                now: ReportTruth.holders(of: now),
                report.unrouted.filter { $0.base == base }.flatMap(\.values)
            )
            for value in lost { world.violate("\(base): \(value) is lost, and not named") }
        }
    }
}

extension SimulatedOmni {
    fileprivate func routing(of base: String) -> [String: [AttributeValue]] {
        environments.reduce(into: [:]) { routing, environment in
            if environment.base == base { routing[environment.connection] = environment.values.asValues }
        }
    }
}
