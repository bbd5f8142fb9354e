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
