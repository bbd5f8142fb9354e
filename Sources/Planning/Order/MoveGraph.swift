/// Who has to write before whom, within one base: an arrow leads from the environment that gives values up to the
/// one that takes them. Environments are numbered from 0.
package struct MoveGraph: Sendable {
    /// One value that an environment holds and another one wants.
    package struct Move: Sendable, Hashable {
        package let giver: Int
        package let taker: Int

        package init(from giver: Int, to taker: Int) {
            self.giver = giver
            self.taker = taker
        }
    }

    package struct Arrow: Sendable, Hashable {
        package let node: Int
        /// How many values go this way.
        package let values: Int
    }

    package private(set) var takers: [[Arrow]]
    package private(set) var givers: [[Arrow]]

    /// Linear in the number of moves; the arrows of a node stand in the order of its first moves.
    package init(count: Int, moves: [Move]) {
        takers = Array(repeating: [], count: count)
        givers = Array(repeating: [], count: count)
        let values = moves.reduce(into: [Move: Int]()) { $0[$1, default: 0] += 1 }
        var isDrawn: Set<Move> = []
        for move in moves where isDrawn.insert(move).inserted {
            let count = values[move] ?? 1
            takers[move.giver].append(Arrow(node: move.taker, values: count))
            givers[move.taker].append(Arrow(node: move.giver, values: count))
        }
    }

    package var count: Int { takers.count }

    /// How many values others want of this environment.
    func contestedValues(of node: Int) -> Int {
        takers[node].reduce(0) { $0 + $1.values }
    }
}
