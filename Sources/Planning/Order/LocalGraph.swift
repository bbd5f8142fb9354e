/// A small graph of its own numbering, from 0.
struct LocalGraph {
    var successors: [[Int]]

    init(successors: [[Int]]) {
        self.successors = successors
    }

    /// The part of `graph` between the nodes of `group`, numbered by their place in it.
    init(_ group: [Int], of graph: MoveGraph) {
        let local = Dictionary(uniqueKeysWithValues: zip(group, group.indices))
        successors = group.map { node in graph.takers[node].compactMap { local[$0.node] } }
    }

    /// The smallest set of candidates without which no cycle is left, of equally small ones the lightest.
    /// Tries up to 2 to the power of the node count.
    func smallestCut(candidates: [Bool]? = nil, weight: (Int) -> Int = { _ in 0 }) -> [Int]? {
        let count = successors.count
        let masks = successors.map { $0.reduce(UInt32(0)) { $0 | 1 << $1 } }
        let forbidden =
            candidates?.indices.reduce(UInt32(0)) { candidates?[$1] == true ? $0 : $0 | 1 << $1 } ?? 0
        for size in 0...count {
            let cuts = Subsets(of: count, size: size).lazy
                .filter { $0 & forbidden == 0 && Self.isAcyclic(masks, without: $0) }
                .map { cut in (0..<count).filter { cut & 1 << $0 != 0 } }
            let lightest = cuts.min { $0.reduce(0) { $0 + weight($1) } < $1.reduce(0) { $0 + weight($1) } }
            if let lightest { return lightest }
        }
        return nil
    }

    /// Takes away nodes that lead nowhere until none is left, or only cycles are.
    private static func isAcyclic(_ successors: [UInt32], without cut: UInt32) -> Bool {
        var rest = ~cut & ((1 << successors.count) - 1)
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

    /// Leaves out each of `cut` that the others make needless.
    func withoutNeedless(_ cut: [Int]) -> [Int] {
        cut.reduce(into: cut) { kept, node in
            let fewer = kept.filter { $0 != node }
            if isAcyclic(without: Set(fewer)) { kept = fewer }
        }
    }

    private func isAcyclic(without cut: Set<Int>) -> Bool {
        let components = StrongComponents.find(count: successors.count) { node in
            cut.contains(node) ? [] : successors[node].filter { !cut.contains($0) }
        }
        return components.allSatisfy { $0.count == 1 }
            && successors.indices.allSatisfy { node in
                cut.contains(node) || !successors[node].contains(node)
            }
    }
}

/// The bit sets with `size` of the lowest `count` bits set, ascending (Gosper's step from one to the next).
private struct Subsets: Sequence, IteratorProtocol {
    private var next_: UInt32?
    private let end: UInt32

    init(of count: Int, size: Int) {
        end = 1 << count
        next_ = size == 0 ? 0 : (1 << size) - 1
    }

    mutating func next() -> UInt32? {
        guard let subset = next_, subset < end else { return nil }
        let lowest = subset & (0 &- subset)
        let ripple = subset &+ lowest
        next_ = subset == 0 ? nil : ripple | ((subset ^ ripple) >> 2) / lowest
        return subset
    }
}
