/// A small graph of its own numbering, from 0.
struct LocalGraph {
    let successors: [[Int]]

    init(successors: [[Int]]) {
        self.successors = successors
    }

    /// The part of `graph` between the holders of `group`, numbered by their places in it.
    init(_ group: [Int], of graph: MoveGraph) {
        let local = Dictionary(uniqueKeysWithValues: zip(group, group.indices))
        successors = group.map { holder in graph.destinations[holder].compactMap { local[$0.other] } }
    }

    /// Whether successors, as bit sets, make no cycle: takes away vertices that lead nowhere until none is left, or only
    /// cycles are.
    static func isAcyclic(_ successors: [UInt32], among vertices: UInt32 = .max) -> Bool {
        var rest = vertices & ((1 << successors.count) - 1)
        var hasChanged = true
        while hasChanged, rest != 0 {
            hasChanged = false
            for vertex in successors.indices where rest & 1 << vertex != 0 && successors[vertex] & rest == 0 {
                rest &= ~(1 << vertex)
                hasChanged = true
            }
        }
        return rest == 0
    }

    /// The smallest set of candidates without which no cycle is left, in ascending order; every cycle has one. Tries up
    /// to 2 to the power of the vertex count.
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

    /// Leaves out each vertex of a cut that the others make needless, the later ones first: those of a contraction are
    /// the less busy ones. A vertex is needless when no way leads from it back to it past the rest of the cut.
    func withoutNeedless(_ cut: [Int]) -> [Int] {
        var isCut = Array(repeating: false, count: successors.count)
        for vertex in cut { isCut[vertex] = true }
        var seenFrom = Array(repeating: -1, count: successors.count)
        for vertex in cut.reversed() {
            isCut[vertex] = false
            if leadsBack(vertex, past: isCut, &seenFrom) { isCut[vertex] = true }
        }
        return cut.filter { isCut[$0] }
    }

    /// - Parameter seenFrom: for each vertex, the last one from which a search came by.
    private func leadsBack(_ vertex: Int, past isCut: [Bool], _ seenFrom: inout [Int]) -> Bool {
        var open = [vertex]
        while let next = open.popLast() {
            for successor in successors[next] where !isCut[successor] {
                if successor == vertex { return true }
                guard seenFrom[successor] != vertex else { continue }
                seenFrom[successor] = vertex
                open.append(successor)
            }
        }
        return false
    }
}

/// The groups of vertices that all reach one another: the places where writes wait for each other in a cycle.
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

    /// Every group, single vertices among them; the vertices of a group in ascending order.
    static func find(count: Int, successors: @escaping (Int) -> [Int]) -> [[Int]] {
        var search = StrongComponents(count: count, successors: successors)
        for vertex in 0..<count where search.indices[vertex] < 0 { search.visit(from: vertex) }
        return search.components
    }

    private struct Frame {
        let vertex: Int
        let successors: [Int]
        var next = 0
    }

    private mutating func visit(from root: Int) {
        var path = [enter(root)]
        while let frame = path.last {
            guard frame.next < frame.successors.count else {
                leave(frame.vertex)
                path.removeLast()
                if let parent = path.last {
                    lowest[parent.vertex] = min(lowest[parent.vertex], lowest[frame.vertex])
                }
                continue
            }
            path[path.count - 1].next += 1
            let successor = frame.successors[frame.next]
            if indices[successor] < 0 {
                path.append(enter(successor))
            } else if isOpen[successor] {
                lowest[frame.vertex] = min(lowest[frame.vertex], indices[successor])
            }
        }
    }

    private mutating func enter(_ vertex: Int) -> Frame {
        indices[vertex] = visited
        lowest[vertex] = visited
        visited += 1
        open.append(vertex)
        isOpen[vertex] = true
        return Frame(vertex: vertex, successors: successors(vertex))
    }

    private mutating func leave(_ vertex: Int) {
        guard lowest[vertex] == indices[vertex], let start = open.lastIndex(of: vertex) else { return }
        let component = open[start...]
        for member in component { isOpen[member] = false }
        components.append(component.sorted())
        open.removeSubrange(start...)
    }
}
