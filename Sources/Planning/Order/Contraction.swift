/// A graph that is made smaller without losing a smallest cut (see `ReleaseChoice`). No cycle may consist of vertices that
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
        for (vertex, others) in graph.successors.enumerated() {
            for other in others { predecessors[other].insert(vertex) }
        }
        isPresent = Array(repeating: true, count: graph.successors.count)
        isCandidate = candidates
        remaining = Array(graph.successors.indices)
        pending = remaining
        count = remaining.count
    }

    /// Contracts as far as the rules go.
    mutating func contract() {
        while let vertex = pending.popLast() {
            guard isPresent[vertex] else { continue }
            if successors[vertex].contains(vertex) {
                choose(vertex)
            } else if mayBypass(vertex) {
                bypass(vertex)
            }
        }
    }

    /// Whether every cycle through the vertex runs through a neighbour that is as good a choice.
    private func mayBypass(_ vertex: Int) -> Bool {
        [successors[vertex], predecessors[vertex]].contains { neighbours in
            neighbours.count <= 1 && (!isCandidate[vertex] || neighbours.allSatisfy { isCandidate[$0] })
        }
    }

    /// Takes the candidate with the most ways through it.
    mutating func chooseBusiest() {
        remaining.removeAll { !isPresent[$0] }
        var busiest: (vertex: Int, ways: Int)?
        for vertex in remaining where isCandidate[vertex] {
            let ways = successors[vertex].count * predecessors[vertex].count
            if ways > busiest?.ways ?? 0 { busiest = (vertex, ways) }
        }
        if let busiest { choose(busiest.vertex) }
    }

    /// The smallest cut of what is left, by trying all sets.
    func smallestRest() -> [Int] {
        let rest = remaining.filter { isPresent[$0] }
        let local = Dictionary(uniqueKeysWithValues: zip(rest, rest.indices))
        let graph = LocalGraph(successors: rest.map { successors[$0].compactMap { local[$0] } })
        return graph.smallestCut(candidates: rest.map { isCandidate[$0] }).map { rest[$0] }
    }

    private mutating func choose(_ vertex: Int) {
        chosen.append(vertex)
        remove(vertex)
    }

    /// Joins the ways through a vertex.
    private mutating func bypass(_ vertex: Int) {
        let (before, after) = (predecessors[vertex], successors[vertex])
        remove(vertex)
        for source in before {
            successors[source].formUnion(after)
            for destination in after { predecessors[destination].insert(source) }
        }
    }

    private mutating func remove(_ vertex: Int) {
        isPresent[vertex] = false
        count -= 1
        for source in predecessors[vertex] { successors[source].remove(vertex) }
        for destination in successors[vertex] { predecessors[destination].remove(vertex) }
        pending += predecessors[vertex].union(successors[vertex]).filter { $0 != vertex }.sorted()
        successors[vertex] = []
        predecessors[vertex] = []
    }
}
