/// Which holders of a cyclic group write twice, once to free what others wait for: as few as possible, which is the
/// smallest set of holders that meets every cycle (a feedback vertex set).
///
/// Up to `exactLimit` holders all sets are tried, smallest first (`CutSearch`). Larger groups are contracted by the rules
/// of H. Levy and D. W. Low ("A contraction algorithm for finding small cycle cutsets", 1988), which lose no smallest
/// set; what is left of them is solved exactly if it is small enough, and otherwise by taking the holder with the most
/// ways through it, contracting again, and at last dropping every choice that the others make needless. That last route
/// has no proven bound, and tries no stopgaps within the group: it may call a cycle of protected environments unbreakable
/// that a stopgap could break.
struct ReleaseChoice {
    static let exactLimit = 12

    private(set) var releases: [Release]
    /// Whether no choice could do with fewer.
    private(set) var isExact: Bool

    /// - Throws: the cycle of protected environments that nothing can break; the whole group where only stopgaps could, and
    ///   none were found.
    init(_ group: CyclicGroup) throws(WriteOrder.UnbreakableCycle) {
        if group.count <= Self.exactLimit {
            var search = CutSearch(group)
            guard let releases = search.smallest() else {
                throw WriteOrder.UnbreakableCycle(holders: group.protectedCycle ?? group.holders)
            }
            (self.releases, isExact) = (releases, !search.isExhausted)
        } else {
            if let cycle = group.protectedCycle { throw WriteOrder.UnbreakableCycle(holders: cycle) }
            let cut = Self.large(group)
            (releases, isExact) = (cut.members.map(group.release), cut.isExact)
        }
    }

    private static func large(_ group: CyclicGroup) -> (members: [Int], isExact: Bool) {
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

/// Holders that all wait for one another, numbered from 0, and what a release of each would mean.
struct CyclicGroup {
    /// The number of each in the whole graph.
    let holders: [Int]
    let graph: LocalGraph
    let remainders: [Remainder]
    /// For holders that a release leaves without any value, and where values lead out of the group or into it: a
    /// stopgap that waits for nobody in the group, so that it costs nothing.
    let stopgaps: [Release.Stopgap?]
    /// For each, those that want several of its values: it can keep one of them and free another.
    let severalWanted: [Set<Int>]
    /// How many values others want of each, in the whole graph.
    let contested: [Int]

    init(_ holders: [Int], of whole: MoveGraph, remainder: (Int) -> Remainder) {
        let remainders = holders.map(remainder)
        let inside = Set(holders)
        self.holders = holders
        self.remainders = remainders
        graph = LocalGraph(holders, of: whole)
        let local = Dictionary(uniqueKeysWithValues: zip(holders, holders.indices))
        severalWanted = holders.map { holder in
            Set(whole.destinations[holder].lazy.filter { $0.values > 1 }.compactMap { local[$0.other] })
        }
        contested = holders.map(whole.contestedValues)
        stopgaps = zip(holders, remainders).map { holder, remainder in
            guard remainder == .none || remainder == .forbidden else { return nil }
            if let outside = whole.destinations[holder].first(where: { !inside.contains($0.other) }) {
                return .keeps(for: outside.other)
            }
            return whole.sources[holder].first { !inside.contains($0.other) }.map {
                .acquires(from: $0.other)
            }
        }
    }

    var count: Int { holders.count }

    /// Whether a release leaves the environment without any value, unless a stopgap within the group is found.
    func isEmptied(_ member: Int) -> Bool {
        switch remainders[member] {
        case .base, .some: false
        case .none, .forbidden: stopgaps[member] == nil
        }
    }

    /// Whether it may release all of its contested values that the group waits for.
    func mayRelease(_ member: Int) -> Bool {
        remainders[member] != .forbidden || stopgaps[member] != nil
    }

    func release(_ member: Int) -> Release { Release(holders[member], stopgaps[member]) }

    /// A cycle among those that may not release, if there is one.
    var protectedCycle: [Int]? {
        let components = StrongComponents.find(count: count) { member in
            mayRelease(member) ? [] : graph.successors[member].filter { !mayRelease($0) }
        }
        return components.first { $0.count > 1 }?.map { holders[$0] }
    }
}
