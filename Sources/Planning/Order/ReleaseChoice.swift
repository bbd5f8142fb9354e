/// Which environments of a cyclic group write twice, once to let go of what others wait for: as few as possible,
/// which is the smallest set of nodes that meets every cycle.
///
/// Up to `exactLimit` nodes all sets are tried, smallest first, and of equally small ones the set with the fewest
/// contested values is taken. Larger groups are contracted by the rules of H. Levy and D. W. Low ("A contraction
/// algorithm for finding small cycle cutsets", 1988), which lose no smallest set; what is left of them is solved
/// exactly if it is small enough, and otherwise by taking the node with the most ways through it, contracting again,
/// and at last dropping every choice that the others make needless. That last route has no proven bound.
enum ReleaseChoice {
    static let exactLimit = 12

    /// The chosen nodes in ascending order; `nil` when only nodes that may not write twice could break a cycle.
    static func smallest(in group: [Int], of graph: MoveGraph, mayRelease: (Int) -> Bool) -> [Int]? {
        let local = LocalGraph(group, of: graph)
        let candidates = group.map(mayRelease)
        let chosen =
            if group.count <= exactLimit {
                local.smallestCut(candidates: candidates) { graph.contestedValues(of: group[$0]) }
            } else {
                large(local, candidates: candidates)
            }
        return chosen.map { nodes in nodes.map { group[$0] }.sorted() }
    }

    private static func large(_ local: LocalGraph, candidates: [Bool]) -> [Int]? {
        var contraction = Contraction(local, candidates: candidates)
        while contraction.contract() {
            let rest = contraction.remaining
            if rest.isEmpty { return local.withoutNeedless(contraction.chosen) }
            if rest.count <= exactLimit, let cut = contraction.restGraph().smallestCut() {
                return local.withoutNeedless(contraction.chosen + cut.map { rest[$0] })
            }
            contraction.chooseBusiest()
        }
        return nil
    }
}
