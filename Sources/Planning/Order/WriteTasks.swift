/// Writes and releases as one graph without cycles: the values of a released node come from its release, and its own
/// write follows the release.
struct WriteTasks {
    let writes: [OrderedWrite]
    let takers: [[MoveGraph.Arrow]]
    let givers: [[MoveGraph.Arrow]]

    init(_ graph: MoveGraph, released: [Int]) {
        let count = graph.count
        var takers = graph.takers + Array(repeating: [], count: released.count)
        var source = Array(0..<count)
        for (release, node) in zip(count..., released) {
            takers[release] = graph.takers[node]
            takers[node] = []
            source[node] = release
        }
        var givers = graph.givers.map { arrows in
            arrows.map { MoveGraph.Arrow(node: source[$0.node], values: $0.values) }
        }
        for (release, node) in zip(count..., released) {
            takers[release].append(MoveGraph.Arrow(node: node, values: 0))
            givers[node].append(MoveGraph.Arrow(node: release, values: 0))
        }
        writes = (0..<count).map(OrderedWrite.write) + released.map(OrderedWrite.release)
        self.takers = takers
        self.givers = givers + Array(repeating: [], count: released.count)
    }

    private func neighbours(of task: Int) -> [Int] {
        takers[task].map(\.node) + givers[task].map(\.node)
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
