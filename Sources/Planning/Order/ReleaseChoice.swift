/// Which holders of a cyclic group write twice, once to free what others wait for: as few as possible, which is the
/// smallest set of nodes that meets every cycle (a feedback vertex set).
///
/// Up to `exactLimit` nodes all sets are tried, smallest first (`CutSearch`). Larger groups are contracted by the rules
/// of H. Levy and D. W. Low ("A contraction algorithm for finding small cycle cutsets", 1988), which lose no smallest
/// set; what is left of them is solved exactly if it is small enough, and otherwise by taking the node with the most
/// ways through it, contracting again, and at last dropping every choice that the others make needless. That last route
/// has no proven bound, and looks for no anchors within the group.
struct ReleaseChoice {
    static let exactLimit = 12

    private(set) var releases: [Release]
    /// Whether no choice could do with fewer.
    private(set) var isExact: Bool

    /// - Throws: the cycle of protected environments that nothing can break.
    init(_ group: CyclicGroup) throws(WriteOrder.UnbreakableCycle) {
        if group.count <= Self.exactLimit {
            var search = CutSearch(group)
            guard let releases = search.smallest() else {
                throw WriteOrder.UnbreakableCycle(nodes: group.protectedCycle ?? group.nodes)
            }
            (self.releases, isExact) = (releases, !search.isExhausted)
        } else {
            if let cycle = group.protectedCycle { throw WriteOrder.UnbreakableCycle(nodes: cycle) }
            let cut = Self.large(group)
            (releases, isExact) = (cut.nodes.map(group.release), cut.isExact)
        }
    }

    private static func large(_ group: CyclicGroup) -> (nodes: [Int], isExact: Bool) {
        let candidates = (0..<group.count).map(group.mayRelease)
        var contraction = Contraction(group.graph, candidates: candidates)
        var isExact = candidates.allSatisfy(\.self)
        contraction.contract()
        while contraction.count > exactLimit {
            isExact = false
            contraction.chooseBusiest()
            contraction.contract()
        }
        let cut = group.graph.withoutNeedless(contraction.chosen + contraction.smallestRest())
        return (cut.sorted(), isExact)
    }
}
