/// A graph that is made smaller without losing a smallest cut (see `ReleaseChoice`).
struct Contraction {
    private(set) var chosen: [Int] = []
    private var successors: [Set<Int>]
    private var predecessors: [Set<Int>]
    private var isPresent: [Bool]
    private var isCandidate: [Bool]
    private var pending: [Int]

    init(_ graph: LocalGraph, candidates: [Bool]) {
        successors = graph.successors.map(Set.init)
        predecessors = Array(repeating: [], count: graph.successors.count)
        for (node, takers) in graph.successors.enumerated() {
            for taker in takers { predecessors[taker].insert(node) }
        }
        isPresent = Array(repeating: true, count: graph.successors.count)
        isCandidate = candidates
        pending = Array(graph.successors.indices)
    }

    var remaining: [Int] { isPresent.indices.filter { isPresent[$0] } }

    func restGraph() -> LocalGraph {
        let rest = remaining
        let local = Dictionary(uniqueKeysWithValues: zip(rest, rest.indices))
        return LocalGraph(successors: rest.map { successors[$0].compactMap { local[$0] } })
    }

    /// Contracts as far as the rules go; `false` when a cycle consists of nodes that may not be chosen.
    mutating func contract() -> Bool {
        // The rules below hold among nodes that may be chosen, so the others go first.
        for node in remaining where !isCandidate[node] {
            guard !successors[node].contains(node) else { return false }
            bypass(node)
        }
        while let node = pending.popLast() {
            guard isPresent[node] else { continue }
            if successors[node].contains(node) {
                choose(node)
            } else if successors[node].count <= 1 || predecessors[node].count <= 1 {
                bypass(node)
            }
        }
        return true
    }

    /// Takes the node with the most ways through it.
    mutating func chooseBusiest() {
        let busiest = remaining.max { ways($0) < ways($1) }
        if let busiest { choose(busiest) }
    }

    private func ways(_ node: Int) -> Int { successors[node].count * predecessors[node].count }

    private mutating func choose(_ node: Int) {
        chosen.append(node)
        remove(node)
    }

    /// Joins the ways through a node that need not be chosen: every cycle through it runs through a neighbour that
    /// is as good a choice.
    private mutating func bypass(_ node: Int) {
        let (before, after) = (predecessors[node], successors[node])
        remove(node)
        for giver in before {
            successors[giver].formUnion(after)
            for taker in after { predecessors[taker].insert(giver) }
        }
    }

    private mutating func remove(_ node: Int) {
        isPresent[node] = false
        for giver in predecessors[node] { successors[giver].remove(node) }
        for taker in successors[node] { predecessors[taker].remove(node) }
        pending += predecessors[node].union(successors[node]).filter { $0 != node }.sorted()
        successors[node] = []
        predecessors[node] = []
    }
}
