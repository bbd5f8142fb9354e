/// One request of the sequence in which the holders of a base's values change them.
package enum OrderedWrite: Sendable, Hashable {
    /// Frees the values that others want, ahead of the holder's own `write`, to break a cycle.
    case release(Release)
    /// Brings the holder to what is wanted of it.
    case write(Int)

    package var node: Int {
        switch self {
        case .release(let release): release.node
        case .write(let node): node
        }
    }
}

/// The order of the writes within one base: a destination after all of its sources, the fewest releases, and a release
/// directly before the write that acquires where that is possible. Every node of the graph is written once. Linear in
/// the number of moves but for the cyclic groups (`ReleaseChoice`).
package struct WriteOrder: Sendable {
    /// A cycle of environments none of which may be emptied.
    package struct UnbreakableCycle: Error, Hashable {
        package let nodes: [Int]
    }

    /// The writes in groups that exchange no value with each other, so that the groups may follow in any order.
    package let groups: [[OrderedWrite]]
    /// Whether no choice of releases could do with fewer.
    package let isExact: Bool

    package init(
        _ graph: MoveGraph,
        remainder: (Int) -> Remainder = { _ in .some }
    ) throws(UnbreakableCycle) {
        let cycles = StrongComponents.find(count: graph.count) { graph.destinations[$0].map(\.node) }
            .filter { $0.count > 1 }
        var released: [Release] = []
        var isExact = true
        for cycle in cycles {
            let group = CyclicGroup(cycle, of: graph, remainder: remainder)
            let choice = try ReleaseChoice(group)
            released += choice.releases
            if !choice.isExact { isExact = false }
        }
        let tasks = WriteTasks(graph, released: released.sorted { $0.node < $1.node })
        groups = tasks.components.map(tasks.sequence)
        self.isExact = isExact
    }
}
