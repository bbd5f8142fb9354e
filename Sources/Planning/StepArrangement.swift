import OmniModel

/// Puts the requests of one base into an order that Omni accepts and that keeps fallback windows short. What is at the
/// base and should not be comes first, and an attach that fails finds no value on its way to a new environment.
struct StepArrangement {
    let steps: [Step]
    /// Whether no other choice of releases could do with fewer requests.
    let isExact: Bool
    /// The environments of a cycle that protection keeps from being broken.
    let protectedCycle: [Address]

    init(_ comparison: BaseComparison) {
        guard !comparison.writes.isEmpty || !comparison.attached.isEmpty || comparison.attributeWrite != nil
        else {
            (steps, isExact, protectedCycle) = ([], true, [])
            return
        }
        let moves = ValueMoves(comparison)
        let (order, protectedCycle) = moves.order()
        let sorted = Dictionary(grouping: order?.groups ?? [], by: moves.turn)
        let steps = { (turn: ValueMoves.Turn) in moves.steps(sorted[turn] ?? []) }
        let removal = comparison.attributeWrite == .remove ? [Step.removeAttribute] : []
        let attach = comparison.attached.isEmpty ? [] : [Step.attach(comparison.attached)]
        // Where a value that is at the base waits for the attach, so does everything else.
        let urgent = steps(.unroutedForNew)
        let (early, late) = urgent.isEmpty ? ([], attach) : (attach + urgent, [])
        self.steps =
            removal + steps(.unrouted) + early + steps(.moves) + late + steps(.movesWithNew)
            + steps(.newValues) + steps(.rest) + moves.closingSteps
        isExact = order?.isExact ?? true
        self.protectedCycle = protectedCycle
    }
}
