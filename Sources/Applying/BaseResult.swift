import OmniModel
import Planning

/// What the run of one base came to. What it says of the routing follows from what the environments hold at the end.
struct BaseResult: Sendable {
    private let plan: BasePlan
    private let steps: [StepOutcome]
    private var holdings: Holdings
    /// The values that are at the base at some time between two environments.
    private let moved: [String]
    /// The environments that a failed move was to be taken back to.
    private let rewritten: Set<EnvironmentKey>

    init(
        _ plan: BasePlan,
        outcomes: [StepOutcome],
        holdings: Holdings,
        moved: [String],
        rewritten: Set<EnvironmentKey>
    ) {
        self.plan = plan
        steps = outcomes
        self.holdings = holdings
        self.moved = moved
        self.rewritten = rewritten
    }

    /// Whether a list could make what it says more certain.
    var isInDoubt: Bool {
        !holdings.areCertain && (unrouted.contains { !$0.isCertain } || outcomes.contains(where: \.isInDoubt))
    }

    mutating func settle(by listed: [ConnectionEnvironment]) {
        let base = plan.connection
        let own = listed.filter { $0.base == base }
        holdings.settle(by: Dictionary(own.map { ($0.key, $0.values) }) { $0 + $1 })
    }

    /// Values that nobody holds, and those of which it is not known.
    var unrouted: [UnroutedValues] {
        guard !moved.isEmpty else { return [] }
        let free = holdings.certainty(of: moved).filter { $0.certainty != .held }
        return Dictionary(grouping: free) { $0.certainty == .free }.sorted { $0.key && !$1.key }.map {
            UnroutedValues(base: plan.label, values: $1.map(\.value), isCertain: $0)
        }
    }

    /// The steps, of which those that were taken back are no longer done.
    var outcomes: [StepOutcome] {
        guard !rewritten.isEmpty else { return steps }
        return steps.map { outcome in
            guard outcome.isDone, case .setValues(let target, _, _, _) = outcome.step,
                rewritten.contains(target.key)
            else { return outcome }
            return outcome.reconsidered(holdings.possibilities(of: target.key))
        }
    }
}

extension StepOutcome {
    fileprivate var isInDoubt: Bool {
        if case .inDoubt = result { true } else { false }
    }

    /// - Parameter possibilities: what the step's environment may hold by now.
    fileprivate func reconsidered(_ possibilities: [[String]]) -> StepOutcome {
        let undone = possibilities.filter { !step.isCarriedOut(by: $0) }
        guard let now = undone.first else { return self }
        let isCertain = possibilities.count == 1
        return StepOutcome(
            base: base,
            step: step,
            result: isCertain ? .rolledBack(now: now) : .inDoubt(perhaps: possibilities),
            attached: attached
        )
    }
}

extension Step {
    /// Whether an environment with these values is as the step left it: a final write has its values and no others
    /// there, a release has its values elsewhere.
    fileprivate func isCarriedOut(by values: [String]) -> Bool {
        switch self {
        case .setValues(_, _, let to, .final): ValueSets.areEqual(values, to)
        case .setValues(_, let from, let to, .release):
            Set(ValueSets.subtract(to, from: from).map(ExactText.init)).isDisjoint(
                with: values.map(ExactText.init)
            )
        case .attach, .setAttribute, .removeAttribute, .detach: true
        }
    }
}
