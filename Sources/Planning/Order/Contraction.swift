/// A graph that is made smaller without losing a smallest cut (see `ReleaseChoice`). No cycle may consist of nodes that
/// are no candidates.
struct Contraction {
    private(set) var chosen: [Int] = []
    private var successors: [Set<Int>]
    private var predecessors: [Set<Int>]
    private var isPresent: [Bool]
    private let isCandidate: [Bool]
    /// In ascending order; some may be gone since it was last swept.
    private var remaining: [Int]
    private var pending: [Int]
    private(set) var count: Int

    init(_ graph: LocalGraph, candidates: [Bool]) {
        successors = graph.successors.map(Set.init)
        predecessors = Array(repeating: [], count: graph.successors.count)
        for (node, others) in graph.successors.enumerated() {
            for other in others { predecessors[other].insert(node) }
        }
        isPresent = Array(repeating: true, count: graph.successors.count)
        isCandidate = candidates
        remaining = Array(graph.successors.indices)
        pending = remaining
        count = remaining.count
    }

    /// Contracts as far as the rules go.
    mutating func contract() {
        while let node = pending.popLast() {
            guard isPresent[node] else { continue }
            if successors[node].contains(node) {
                choose(node)
            } else if mayBypass(node) {
                bypass(node)
            }
        }
    }

    /// Whether every cycle through the node runs through a neighbour that is as good a choice.
    private func mayBypass(_ node: Int) -> Bool {
        [successors[node], predecessors[node]].contains { neighbours in
            neighbours.count <= 1 && (!isCandidate[node] || neighbours.allSatisfy { isCandidate[$0] })
        }
    }

    /// Takes the candidate with the most ways through it.
    mutating func chooseBusiest() {
        remaining.removeAll { !isPresent[$0] }
        var busiest: (node: Int, ways: Int)?
        for node in remaining where isCandidate[node] {
            let ways = successors[node].count * predecessors[node].count
            if ways > busiest?.ways ?? 0 { busiest = (node, ways) }
        }
        if let busiest { choose(busiest.node) }
    }

    /// The smallest cut of what is left, by trying all sets.
    func smallestRest() -> [Int] {
        let rest = remaining.filter { isPresent[$0] }
        let local = Dictionary(uniqueKeysWithValues: zip(rest, rest.indices))
        let graph = LocalGraph(successors: rest.map { successors[$0].compactMap { local[$0] } })
        return graph.smallestCut(candidates: rest.map { isCandidate[$0] }).map { rest[$0] }
    }

    private mutating func choose(_ node: Int) {
        chosen.append(node)
        remove(node)
    }

    /// Joins the ways through a node.
    private mutating func bypass(_ node: Int) {
        let (before, after) = (predecessors[node], successors[node])
        remove(node)
        for source in before {
            successors[source].formUnion(after)
            for destination in after { predecessors[destination].insert(source) }
        }
    }

    private mutating func remove(_ node: Int) {
        isPresent[node] = false
        count -= 1
        for source in predecessors[node] { successors[source].remove(node) }
        for destination in successors[node] { predecessors[destination].remove(node) }
        pending += predecessors[node].union(successors[node]).filter { $0 != node }.sorted()
        successors[node] = []
        predecessors[node] = []
    }
}
