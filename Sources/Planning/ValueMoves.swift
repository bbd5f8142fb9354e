import OmniModel

/// The writes of a base as a graph of who gives values to whom.
struct ValueMoves {
    /// When a group of writes has its turn among the requests of its base.
    enum Turn {
        /// It begins by taking up values that are at the base now, such as those of a move that an earlier run
        /// left open. Nothing goes before it, but for environments that are still to be attached.
        case beforeAttach, afterAttach
        case ordinary
        /// A detach that frees no wanted value.
        case last
    }

    private let writes: [BaseComparison.Write]
    private let graph: MoveGraph
    /// Per write, the values that others wait for.
    private let contested: [[String]]
    /// Per write, what is left of its values without these.
    private let released: [[String]]
    /// Per write, whether it wants a value that nobody holds.
    private let takesFreeValue: [Bool]

    init(_ comparison: BaseComparison) {
        let writes = comparison.writes
        var holders: [ExactText: Int] = [:]
        for (index, write) in writes.enumerated() {
            for value in write.from { holders[ExactText(value)] = index }
        }
        var moves: [MoveGraph.Move] = []
        var contested = Array(repeating: [String](), count: writes.count)
        var takesFreeValue = Array(repeating: false, count: writes.count)
        for (index, write) in writes.enumerated() {
            for value in write.to {
                guard let holder = holders[ExactText(value)] else {
                    takesFreeValue[index] = true
                    continue
                }
                guard holder != index else { continue }
                moves.append(MoveGraph.Move(from: holder, to: index))
                contested[holder].append(value)
            }
        }
        self.writes = writes
        self.contested = contested
        self.takesFreeValue = takesFreeValue
        graph = MoveGraph(count: writes.count, moves: moves)
        released = zip(writes, contested).map { ValueSets.subtract($1, from: $0.from) }
    }

    func groups() -> (groups: [[OrderedWrite]], protectedCycle: [Address]) {
        do {
            let groups = try WriteOrder.groups(graph) { !writes[$0].isProtected || !released[$0].isEmpty }
            return (groups, [])
        } catch {
            // Shown all the same, beside the refusal. Without protection every circle can be broken.
            let groups = try? WriteOrder.groups(graph)
            return (groups ?? [], error.nodes.map { writes[$0].target.address })
        }
    }

    func turn(of group: [OrderedWrite]) -> Turn {
        guard case .write(let first)? = group.first else { return .ordinary }
        if group.count == 1, writes[first].detaches { return .last }
        guard takesFreeValue[first] else { return .ordinary }
        return group.allSatisfy { writes[$0.node].target.id != nil } ? .beforeAttach : .afterAttach
    }

    func steps(_ groups: [[OrderedWrite]]) -> [Step] { groups.flatMap(steps) }

    private func steps(_ group: [OrderedWrite]) -> [Step] {
        var letGo: Set<Int> = []
        return group.map { ordered in
            let write = writes[ordered.node]
            switch ordered {
            case .release(let index):
                letGo.insert(index)
                return .setValues(write.target, from: write.from, to: released[index], purpose: .release)
            case .write where write.detaches:
                return .detach(write.target, values: write.from)
            case .write(let index):
                let from = letGo.contains(index) ? released[index] : write.from
                return .setValues(write.target, from: from, to: write.to, purpose: .final)
            }
        }
    }
}

extension OrderedWrite {
    fileprivate var node: Int {
        switch self {
        case .release(let node), .write(let node): node
        }
    }
}
