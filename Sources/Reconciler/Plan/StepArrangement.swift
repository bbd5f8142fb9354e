import OmniAPI

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
        let moves = Moves(comparison)
        let (order, protectedCycle) = moves.order()
        let isLast = { (write: OrderedWrite) in moves.isDetachOfNothingWanted(write) }
        let removal = comparison.attributeStep.filter { $0 == .removeAttribute }
        let setting = comparison.attributeStep.filter { $0 != .removeAttribute }
        let attach = comparison.attached.isEmpty ? [] : [Step.attach(comparison.attached)]
        let sequence = Set(order)
        let step = { (write: OrderedWrite) in moves.step(write, in: sequence) }
        let valueSteps = order.filter { !isLast($0) }.map(step)
        let detaches = order.filter(isLast).map(step)
        steps = removal + attach + valueSteps + setting + detaches
        self.protectedCycle = protectedCycle
    }
}

extension Step? {
    /// As a list of none or one.
    fileprivate func filter(_ isIncluded: (Step) -> Bool) -> [Step] {
        map { isIncluded($0) ? [$0] : [] } ?? []
    }
}

/// The writes of a base as a graph of who gives to whom.
private struct Moves {
    private let writes: [BaseComparison.Write]
    private let graph: MoveGraph
    /// Per write, the values that others wait for.
    private let contested: [[String]]
    private let released: [[String]]

    init(_ comparison: BaseComparison) {
        writes = comparison.writes
        var holders: [ExactText: Int] = [:]
        for (index, write) in writes.enumerated() {
            for value in write.from { holders[ExactText(value)] = index }
        }
        var graph = MoveGraph(count: writes.count)
        var contested = Array(repeating: [String](), count: writes.count)
        for (index, write) in writes.enumerated() {
            for value in write.to {
                guard let holder = holders[ExactText(value)], holder != index else { continue }
                graph.addMove(from: holder, to: index)
                contested[holder].append(value)
            }
        }
        self.graph = graph
        self.contested = contested
        released = zip(writes, contested).map { ValueSets.subtract($1, from: $0.from) }
    }

    func order() -> (order: [OrderedWrite], protectedCycle: [Address]) {
        do {
            let order = try WriteOrder.sequence(graph) { !writes[$0].isProtected || !released[$0].isEmpty }
            return (order, [])
        } catch {
            // Shown all the same, beside the refusal. Without protection every circle can be broken.
            let order = try? WriteOrder.sequence(graph)
            return (order ?? [], error.nodes.map { writes[$0].target.address })
        }
    }

    func isDetachOfNothingWanted(_ write: OrderedWrite) -> Bool {
        guard case .write(let index) = write else { return false }
        return writes[index].detaches && contested[index].isEmpty
    }

    /// `order` is the whole sequence: it says which environments have let go of values before their own write.
    func step(_ ordered: OrderedWrite, in order: Set<OrderedWrite>) -> Step {
        switch ordered {
        case .release(let index):
            let write = writes[index]
            return .setValues(write.target, from: write.from, to: released[index], purpose: .release)
        case .write(let index):
            let write = writes[index]
            if write.detaches { return .detach(write.target, values: write.from) }
            let from = order.contains(.release(index)) ? released[index] : write.from
            return .setValues(write.target, from: from, to: write.to, purpose: .final)
        }
    }
}
