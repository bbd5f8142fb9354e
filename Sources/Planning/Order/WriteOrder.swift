/// One request of the sequence in which the environments of a base change their values.
package enum OrderedWrite: Sendable, Hashable {
    /// Lets go of the values that others want, ahead of the environment's own `write`, to break a cycle.
    case release(Int)
    /// Brings the environment to what is wanted of it.
    case write(Int)
}

/// The order of the writes within one base (design, section 5): a taker after all who give to it, the fewest
/// releases, and letting go directly before taking up where that is possible. Every node of the graph is written
/// once. Linear in the number of moves but for the cyclic groups (`ReleaseChoice`).
package enum WriteOrder {
    /// A circle of environments none of which may be emptied.
    package struct UnbreakableCycle: Error, Hashable {
        package let nodes: [Int]
    }

    /// The writes in groups that exchange no value with each other, so that the groups may follow in any order.
    /// Those of a single write, which wait for nobody, stand before those of several.
    package static func groups(
        _ graph: MoveGraph,
        mayRelease: (Int) -> Bool = { _ in true }
    ) throws(UnbreakableCycle) -> [[OrderedWrite]] {
        let tasks = WriteTasks(graph, released: try releases(graph, mayRelease: mayRelease))
        let components = tasks.components
        let alone = components.filter { $0.count == 1 }
        let moves = components.filter { $0.count > 1 }
        return (alone + moves).map(tasks.sequence)
    }

    private static func releases(
        _ graph: MoveGraph,
        mayRelease: (Int) -> Bool
    ) throws(UnbreakableCycle) -> [Int] {
        let groups = StrongComponents.find(count: graph.count) { graph.takers[$0].map(\.node) }
        var released: [Int] = []
        for group in groups where group.count > 1 {
            guard let choice = ReleaseChoice.smallest(in: group, of: graph, mayRelease: mayRelease) else {
                throw UnbreakableCycle(nodes: group)
            }
            released += choice
        }
        return released.sorted()
    }
}
