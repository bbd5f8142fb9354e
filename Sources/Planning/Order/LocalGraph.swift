/// A small graph of its own numbering, from 0.
struct LocalGraph {
    let successors: [[Int]]

    init(successors: [[Int]]) {
        self.successors = successors
    }

    /// The part of `graph` between the nodes of `group`, numbered by their places in it.
    init(_ group: [Int], of graph: MoveGraph) {
        let local = Dictionary(uniqueKeysWithValues: zip(group, group.indices))
        successors = group.map { node in graph.destinations[node].compactMap { local[$0.other] } }
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

/// The groups of nodes that all reach one another: the places where writes wait for each other in a cycle.
/// Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) with a stack of its own, so that a
/// long chain does not use up the thread's.
struct StrongComponents {
    private let successors: (Int) -> [Int]
    private var indices: [Int]
    private var lowest: [Int]
    private var isOpen: [Bool]
    private var open: [Int] = []
    private var visited = 0
    private var components: [[Int]] = []

    private init(count: Int, successors: @escaping (Int) -> [Int]) {
        self.successors = successors
        indices = Array(repeating: -1, count: count)
        lowest = Array(repeating: 0, count: count)
        isOpen = Array(repeating: false, count: count)
    }

    /// Every group, single nodes among them; the nodes of a group in ascending order.
    static func find(count: Int, successors: @escaping (Int) -> [Int]) -> [[Int]] {
        var search = StrongComponents(count: count, successors: successors)
        for node in 0..<count where search.indices[node] < 0 { search.visit(from: node) }
        return search.components
    }

    private struct Frame {
        let node: Int
        let successors: [Int]
        var next = 0
    }

    private mutating func visit(from root: Int) {
        var path = [enter(root)]
        while let frame = path.last {
            guard frame.next < frame.successors.count else {
                leave(frame.node)
                path.removeLast()
                if let parent = path.last {
                    lowest[parent.node] = min(lowest[parent.node], lowest[frame.node])
                }
                continue
            }
            path[path.count - 1].next += 1
            let successor = frame.successors[frame.next]
            if indices[successor] < 0 {
                path.append(enter(successor))
            } else if isOpen[successor] {
                lowest[frame.node] = min(lowest[frame.node], indices[successor])
            }
        }
    }

    private mutating func enter(_ node: Int) -> Frame {
        indices[node] = visited
        lowest[node] = visited
        visited += 1
        open.append(node)
        isOpen[node] = true
        return Frame(node: node, successors: successors(node))
    }

    private mutating func leave(_ node: Int) {
        guard lowest[node] == indices[node], let start = open.lastIndex(of: node) else { return }
        let component = open[start...]
        for member in component { isOpen[member] = false }
        components.append(component.sorted())
        open.removeSubrange(start...)
    }
}
