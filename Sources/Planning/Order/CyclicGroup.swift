/// Holders that all wait for one another, numbered from 0, and what a release of each would mean.
struct CyclicGroup {
    /// By their numbers in the whole graph.
    let nodes: [Int]
    let graph: LocalGraph
    let remainders: [Remainder]
    /// For holders that a release leaves without any value, and where values lead out of the group or into it: an
    /// anchor that waits for nobody in the group, so that it costs nothing.
    let anchors: [Release.Anchor?]
    /// For each, those that want several of its values: it can keep one of them and free another.
    let severalWanted: [Set<Int>]
    /// How many values others want of each, in the whole graph.
    let contested: [Int]

    init(_ nodes: [Int], of whole: MoveGraph, remainder: (Int) -> Remainder) {
        let remainders = nodes.map(remainder)
        let members = Set(nodes)
        self.nodes = nodes
        self.remainders = remainders
        graph = LocalGraph(nodes, of: whole)
        let local = Dictionary(uniqueKeysWithValues: zip(nodes, nodes.indices))
        severalWanted = nodes.map { node in
            Set(whole.destinations[node].lazy.filter { $0.values > 1 }.compactMap { local[$0.node] })
        }
        contested = nodes.map(whole.contestedValues)
        anchors = zip(nodes, remainders).map { node, remainder in
            guard remainder == .none || remainder == .forbidden else { return nil }
            if let outside = whole.destinations[node].first(where: { !members.contains($0.node) }) {
                return .keeps(for: outside.node)
            }
            return whole.sources[node].first { !members.contains($0.node) }.map { .acquires(from: $0.node) }
        }
    }

    var count: Int { nodes.count }

    /// Whether a release leaves the environment without any value, unless an anchor within the group is found.
    func isEmptied(_ node: Int) -> Bool {
        switch remainders[node] {
        case .base, .some: false
        case .none, .forbidden: anchors[node] == nil
        }
    }

    /// Whether it may release all of its contested values that the group waits for.
    func mayRelease(_ node: Int) -> Bool { remainders[node] != .forbidden || anchors[node] != nil }

    func release(_ node: Int) -> Release { Release(nodes[node], anchors[node]) }

    /// A cycle among those that may not release, if there is one.
    var protectedCycle: [Int]? {
        let components = StrongComponents.find(count: count) { node in
            mayRelease(node) ? [] : graph.successors[node].filter { !mayRelease($0) }
        }
        return components.first { $0.count > 1 }?.map { nodes[$0] }
    }
}
