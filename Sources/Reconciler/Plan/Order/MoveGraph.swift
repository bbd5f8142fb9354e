/// Who has to write before whom, within one base: an arrow leads from the environment that gives values up to the
/// one that takes them. Environments are numbered from 0.
package struct MoveGraph: Sendable {
    package struct Arrow: Sendable, Hashable {
        package let node: Int
        /// How many values go this way.
        package var values: Int
    }

    package private(set) var takers: [[Arrow]]
    package private(set) var givers: [[Arrow]]

    package init(count: Int) {
        takers = Array(repeating: [], count: count)
        givers = Array(repeating: [], count: count)
    }

    package var count: Int { takers.count }

    /// One more value that `giver` holds and `taker` wants.
    package mutating func addMove(from giver: Int, to taker: Int) {
        Self.add(taker, to: &takers[giver])
        Self.add(giver, to: &givers[taker])
    }

    private static func add(_ node: Int, to arrows: inout [Arrow]) {
        if let known = arrows.firstIndex(where: { $0.node == node }) {
            arrows[known].values += 1
        } else {
            arrows.append(Arrow(node: node, values: 1))
        }
    }

    /// How many values others want of this environment.
    func contestedValues(of node: Int) -> Int {
        takers[node].reduce(0) { $0 + $1.values }
    }
}
