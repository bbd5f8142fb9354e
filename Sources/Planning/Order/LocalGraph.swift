/// A small graph of its own numbering, from 0.
struct LocalGraph {
    let successors: [[Int]]

    init(successors: [[Int]]) {
        self.successors = successors
    }

    /// The part of `graph` between the nodes of `group`, numbered by their place in it.
    init(_ group: [Int], of graph: MoveGraph) {
        let local = Dictionary(uniqueKeysWithValues: zip(group, group.indices))
        successors = group.map { node in graph.destinations[node].compactMap { local[$0.node] } }
    }

    /// Whether successors, as bit sets, make no cycle: takes away nodes that lead nowhere until none is left, or only
    /// cycles are.
    static func isAcyclic(_ successors: [UInt32], among nodes: UInt32 = .max) -> Bool {
        var rest = nodes & ((1 << successors.count) - 1)
        var hasChanged = true
        while hasChanged, rest != 0 {
            hasChanged = false
            for node in successors.indices where rest & 1 << node != 0 && successors[node] & rest == 0 {
                rest &= ~(1 << node)
                hasChanged = true
            }
        }
        return rest == 0
    }

    /// The smallest set of candidates without which no cycle is left, in ascending order; every cycle has one. Tries up
    /// to 2 to the power of the node count.
    func smallestCut(candidates: [Bool]) -> [Int] {
        let count = successors.count
        let masks = successors.map { $0.reduce(UInt32(0)) { $0 | 1 << $1 } }
        let allowed = candidates.indices.reduce(UInt32(0)) { candidates[$1] ? $0 | 1 << $1 : $0 }
        for size in 0...count {
            for cut in Subsets(of: count, size: size)
            where cut & ~allowed == 0 && Self.isAcyclic(masks, among: ~cut) {
                return (0..<count).filter { cut & 1 << $0 != 0 }
            }
        }
        return []
    }

    /// Leaves out each node of a cut that the others make needless, the later ones first: those of a contraction are
    /// the less busy ones. A node is needless when no way leads from it back to it past the rest of the cut.
    func withoutNeedless(_ cut: [Int]) -> [Int] {
        var isCut = Array(repeating: false, count: successors.count)
        for node in cut { isCut[node] = true }
        var seenFrom = Array(repeating: -1, count: successors.count)
        for node in cut.reversed() {
            isCut[node] = false
            if leadsBack(node, past: isCut, &seenFrom) { isCut[node] = true }
        }
        return cut.filter { isCut[$0] }
    }

    /// - Parameter seenFrom: for each node, the last one from which a search came by.
    private func leadsBack(_ node: Int, past isCut: [Bool], _ seenFrom: inout [Int]) -> Bool {
        var open = [node]
        while let next = open.popLast() {
            for successor in successors[next] where !isCut[successor] {
                if successor == node { return true }
                guard seenFrom[successor] != node else { continue }
                seenFrom[successor] = node
                open.append(successor)
            }
        }
        return false
    }
}
