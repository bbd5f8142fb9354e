/// An order for many tasks: each task pulls those that give to it directly before itself, the longest line of givers
/// first, and whoever takes from a task just done is next in turn. A chain comes out without a gap.
struct PullOrder {
    private let tasks: WriteTasks
    private let depth: [Int: Int]
    private var isDone: Set<Int> = []
    private var order: [Int] = []
    /// Takers of what was let go of, the latest on top.
    private var agenda: [Int] = []

    static func order(_ component: [Int], of tasks: WriteTasks) -> [Int] {
        var pull = PullOrder(tasks: tasks, depth: depths(component, of: tasks))
        for task in component {
            pull.agenda.append(task)
            while let next = pull.agenda.popLast() { pull.pull(next) }
        }
        return pull.order
    }

    private init(tasks: WriteTasks, depth: [Int: Int]) {
        self.tasks = tasks
        self.depth = depth
    }

    /// How long the longest line of givers before each task is.
    private static func depths(_ component: [Int], of tasks: WriteTasks) -> [Int: Int] {
        var missing = Dictionary(uniqueKeysWithValues: component.map { ($0, tasks.givers[$0].count) })
        var depth: [Int: Int] = [:]
        var ready = component.filter { tasks.givers[$0].isEmpty }
        while let task = ready.popLast() {
            for taker in tasks.takers[task].map(\.node) {
                depth[taker] = max(depth[taker, default: 0], depth[task, default: 0] + 1)
                missing[taker, default: 0] -= 1
                if missing[taker] == 0 { ready.append(taker) }
            }
        }
        return depth
    }

    private mutating func pull(_ target: Int) {
        var path = [(task: target, givers: openGivers(of: target))]
        while var top = path.popLast() {
            if let giver = top.givers.popLast() {
                path.append(top)
                if !isDone.contains(giver) { path.append((giver, openGivers(of: giver))) }
            } else if isDone.insert(top.task).inserted {
                order.append(top.task)
                agenda += tasks.takers[top.task].map(\.node).filter { !isDone.contains($0) }
            }
        }
    }

    /// The deepest last, since they are taken from the end.
    private func openGivers(of task: Int) -> [Int] {
        tasks.givers[task].map(\.node).filter { !isDone.contains($0) }
            .sorted { depth[$0, default: 0] < depth[$1, default: 0] }
    }
}
