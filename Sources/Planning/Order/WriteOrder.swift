/// One request of the sequence in which the holders of a base's values change them.
package enum OrderedWrite: Sendable, Hashable {
    /// Frees the values that others want, ahead of the holder's own `write`, to break a cycle.
    case release(Release)
    /// Brings the holder to what is wanted of it.
    case write(Int)

    package var holder: Int {
        switch self {
        case .release(let release): release.holder
        case .write(let holder): holder
        }
    }
}

/// The order of the writes within one base: a destination after all of its sources, as few releases as `ReleaseChoice`
/// finds (the fewest where `isExact`), and a release directly before the write that acquires where that is possible. Every
/// holder of the graph is written once. Linear in the number of moves but for the cyclic groups (`ReleaseChoice`).
package struct WriteOrder: Sendable {
    /// A cycle of environments none of which may be emptied.
    package struct UnbreakableCycle: Error, Hashable {
        package let holders: [Int]
    }

    /// The writes in groups that exchange no value with each other, so that the groups may follow in any order.
    package let groups: [[OrderedWrite]]
    /// Whether no choice of releases could do with fewer.
    package let isExact: Bool

    /// - Parameter remainder: what a holder is left with once it has released the values that others want.
    /// - Throws: when no holder of a cycle may be written ahead.
    package init(
        _ graph: MoveGraph,
        remainder: (Int) -> Remainder = { _ in .some }
    ) throws(UnbreakableCycle) {
        let cycles = StrongComponents.find(count: graph.count) { graph.destinations[$0].map(\.other) }
            .filter { $0.count > 1 }
        var released: [Release] = []
        var isExact = true
        for cycle in cycles {
            let group = CyclicGroup(cycle, of: graph, remainder: remainder)
            let choice = try ReleaseChoice(group)
            released += choice.releases
            if !choice.isExact { isExact = false }
        }
        let tasks = WriteTasks(graph, released: released.sorted { $0.holder < $1.holder })
        groups = tasks.components.map(tasks.sequence)
        self.isExact = isExact
    }
}

/// Writes and releases as one graph without cycles: the values of a released holder come from its release (but for those
/// that it keeps until its own write), and its own write follows the release.
struct WriteTasks {
    let writes: [OrderedWrite]
    private(set) var destinations: [[MoveGraph.Arrow]]
    private(set) var sources: [[MoveGraph.Arrow]]

    init(_ graph: MoveGraph, released: [Release]) {
        let count = graph.count
        writes = (0..<count).map(OrderedWrite.write) + released.map(OrderedWrite.release)
        destinations = Array(repeating: [], count: writes.count)
        sources = destinations
        var releases: [Int: (task: Int, stopgap: Release.Stopgap?)] = [:]
        for (task, release) in zip(count..., released) { releases[release.holder] = (task, release.stopgap) }
        /// The arrows between tasks that one between holders stands for.
        func arrows(from holder: Int, _ arrow: MoveGraph.Arrow) -> [(from: Int, to: Int, values: Int)] {
            let (source, destination) = (releases[holder], releases[arrow.other])
            let keeps = source?.stopgap == .keeps(for: arrow.other)
            let acquires = destination?.stopgap == .acquires(from: holder)
            let (early, ahead) = (source?.task ?? holder, destination?.task ?? arrow.other)
            if keeps, acquires, arrow.values > 1 {
                return [(holder, arrow.other, 1), (early, ahead, arrow.values - 1)]
            }
            return [(keeps ? holder : early, acquires ? ahead : arrow.other, arrow.values)]
        }
        for holder in 0..<count {
            for arrow in graph.destinations[holder] {
                for (from, to, values) in arrows(from: holder, arrow) {
                    destinations[from].append(arrow.leading(to: to, values: values))
                }
            }
            for arrow in graph.sources[holder] {
                let back = MoveGraph.Arrow(other: holder, values: arrow.values, waiting: arrow.waiting)
                for (from, to, values) in arrows(from: arrow.other, back) {
                    sources[to].append(arrow.leading(to: from, values: values))
                }
            }
        }
        for (task, release) in zip(count..., released) {
            destinations[task].append(MoveGraph.Arrow(other: release.holder, values: 0, waiting: 0))
            sources[release.holder].append(MoveGraph.Arrow(other: task, values: 0, waiting: 0))
        }
    }

    private func neighbours(of task: Int) -> [Int] {
        destinations[task].map(\.other) + sources[task].map(\.other)
    }

    /// The groups of tasks that exchange values, each in ascending order, by their first member.
    var components: [[Int]] {
        var isSeen = Array(repeating: false, count: writes.count)
        var found: [[Int]] = []
        for start in writes.indices where !isSeen[start] {
            isSeen[start] = true
            var members = [start]
            var next = 0
            while next < members.count {
                for neighbour in neighbours(of: members[next]) where !isSeen[neighbour] {
                    isSeen[neighbour] = true
                    members.append(neighbour)
                }
                next += 1
            }
            found.append(members.sorted())
        }
        return found
    }

    /// One component in an order that works, its fallback windows short: the shortest in total for up to
    /// `WindowSearch.limit` tasks, a good order beyond.
    func sequence(_ component: [Int]) -> [OrderedWrite] {
        guard component.count > 1 else { return component.map { writes[$0] } }
        let order =
            component.count <= WindowSearch.limit
            ? WindowSearch(component, of: self).shortest : PullOrder.order(component, of: self)
        return order.map { writes[$0] }
    }
}

extension MoveGraph.Arrow {
    /// An arrow to another end, for some of the values.
    fileprivate func leading(to other: Int, values: Int) -> Self {
        Self(other: other, values: values, waiting: min(waiting, values))
    }
}
