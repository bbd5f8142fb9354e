import OmniModel

/// Puts the requests of one base into an order that Omni accepts and that keeps fallback windows short.
/// Design, section 5.
struct StepArrangement {
    let steps: [Step]
    /// The environments of a circle that protection keeps from being broken.
    let protectedCycle: [Address]

    init(_ comparison: BaseComparison) {
        guard !comparison.writes.isEmpty || !comparison.attached.isEmpty || comparison.attributeStep != nil
        else {
            (steps, protectedCycle) = ([], [])
            return
        }
        let moves = ValueMoves(comparison)
        let (groups, protectedCycle) = moves.groups()
        let sorted = Dictionary(grouping: groups, by: moves.turn)
        let steps = { (turn: ValueMoves.Turn) in moves.steps(sorted[turn] ?? []) }
        let attach = comparison.attached.isEmpty ? [] : [Step.attach(comparison.attached)]
        let attribute = comparison.attributeStep.map { [$0] } ?? []
        let isRemoval = comparison.attributeStep == .removeAttribute
        self.steps =
            (isRemoval ? attribute : []) + steps(.beforeAttach) + attach + steps(.afterAttach)
            + steps(.ordinary) + (isRemoval ? [] : attribute) + steps(.last)
        self.protectedCycle = protectedCycle
    }
}
