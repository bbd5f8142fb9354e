/// The smallest set of releases that breaks every cycle of a small group, found by trying all sets, smallest first. Of
/// equally small ones it takes one with the base, then one that leaves no environment without any value, then the one
/// with the fewest contested values. An environment that would be left with none is anchored where that keeps the order
/// possible, and has to be where protection forbids it.
struct CutSearch {
    /// Whether the search for anchors was cut short, so that a better choice may exist.
    private(set) var isExhausted = false
    private let group: CyclicGroup
    private let successors: [UInt32]
    private let predecessors: [UInt32]
    /// How many combinations of anchors may still be tried: a bound for groups in which many are protected.
    private var budget = 20_000

    private struct Grade: Comparable {
        let lacksBase: Bool
        let empties: Bool
        let contested: Int

        static func < (first: Self, second: Self) -> Bool {
            if first.lacksBase != second.lacksBase { return second.lacksBase }
            if first.empties != second.empties { return second.empties }
            return first.contested < second.contested
        }
    }

    private typealias Cut = (grade: Grade, releases: [Release])

    init(_ group: CyclicGroup) {
        self.group = group
        successors = group.graph.successors.map { $0.reduce(0) { $0 | 1 << $1 } }
        predecessors = (0..<group.count).map { node in
            group.graph.successors.indices.reduce(0) { mask, other in
                group.graph.successors[other].contains(node) ? mask | 1 << other : mask
            }
        }
    }

    /// `nil` when protection leaves no choice.
    mutating func smallest() -> [Release]? {
        for size in 0...group.count {
            var best: Cut?
            for set in Subsets(of: group.count, size: size)
            where LocalGraph.isAcyclic(successors, among: ~set) {
                best = better(than: best, releasing: (0..<group.count).filter { set & 1 << $0 != 0 })
            }
            if let best { return best.releases }
        }
        return nil
    }

    /// The better one of a cut and that of `nodes`, without which no cycle is left.
    private mutating func better(than best: Cut?, releasing nodes: [Int]) -> Cut? {
        var grade = Grade(
            lacksBase: !nodes.contains { group.remainders[$0] == .base },
            empties: false,
            contested: nodes.reduce(0) { $0 + group.contested[$1] }
        )
        if let best, !(grade < best.grade) { return best }
        var parts = Array(repeating: Part.whole, count: group.count)
        for node in nodes { parts[node] = .released }
        let emptied = nodes.filter(group.isEmptied)
        if let anchored = anchoring(emptied[...], parts) { return (grade, releases(nodes, anchored)) }
        grade = Grade(lacksBase: grade.lacksBase, empties: true, contested: grade.contested)
        if let best, !(grade < best.grade) { return best }
        let forbidden = emptied.filter { group.remainders[$0] == .forbidden }
        guard forbidden.count < emptied.count, let anchored = anchoring(forbidden[...], parts) else {
            return best
        }
        return (grade, releases(nodes, anchored))
    }

    private func releases(_ nodes: [Int], _ parts: [Part]) -> [Release] {
        nodes.map { node in
            switch parts[node] {
            case .whole, .released: group.release(node)
            case .keeps(let other): Release(group.nodes[node], .keeps(for: group.nodes[other]))
            case .acquires(let other): Release(group.nodes[node], .acquires(from: group.nodes[other]))
            }
        }
    }
}

// MARK: - Anchors within the group
extension CutSearch {
    /// What is left of a node in the graph of who waits for whom.
    private enum Part: Hashable {
        case whole
        /// It frees all that the group waits for before anything else.
        case released
        /// Only this node has to wait for its own write.
        case keeps(Int)
        /// It frees its values when it has acquired those of this node.
        case acquires(Int)
    }

    /// Anchors for all of `nodes`, so that no cycle is left; `nil` when there are none.
    private mutating func anchoring(_ nodes: ArraySlice<Int>, _ parts: [Part]) -> [Part]? {
        guard let node = nodes.first else { return parts }
        for other in 0..<group.count {
            var options: [Part] = []
            if successors[node] & 1 << other != 0 { options.append(.keeps(other)) }
            if predecessors[node] & 1 << other != 0 { options.append(.acquires(other)) }
            for option in options {
                guard budget > 0 else {
                    isExhausted = true
                    return nil
                }
                budget -= 1
                var parts = parts
                parts[node] = option
                guard isAcyclic(parts) else { continue }
                if let anchored = anchoring(nodes.dropFirst(), parts) { return anchored }
            }
        }
        return nil
    }

    private func isAcyclic(_ parts: [Part]) -> Bool {
        var ways = successors
        for (node, part) in parts.enumerated() {
            let sources: UInt32
            switch part {
            case .whole: continue
            case .released: (ways[node], sources) = (0, 0)
            case .keeps(let other):
                let isShared = parts[other] == .acquires(node) && group.severalWanted[node].contains(other)
                (ways[node], sources) = (isShared ? 0 : ways[node] & 1 << other, .max)
            case .acquires(let other): sources = 1 << other
            }
            for other in ways.indices where sources & 1 << other == 0 { ways[other] &= ~(1 << node) }
        }
        return LocalGraph.isAcyclic(ways)
    }
}

/// The bit sets with `size` of the lowest `count` bits set, ascending (Gosper's step from one to the next).
struct Subsets: Sequence, IteratorProtocol {
    private var upcoming: UInt32?
    private let end: UInt32

    init(of count: Int, size: Int) {
        end = 1 << count
        upcoming = size == 0 ? 0 : (1 << size) - 1
    }

    mutating func next() -> UInt32? {
        guard let subset = upcoming, subset < end else { return nil }
        let lowest = subset & (0 &- subset)
        let ripple = subset &+ lowest
        upcoming = subset == 0 ? nil : ripple | ((subset ^ ripple) >> 2) / lowest
        return subset
    }
}
