/// An order for many tasks: each task pulls its sources directly before itself, the longest line of them
/// first, and the destinations of a task just done are next in turn. A chain comes out without a gap.
struct PullOrder {
    private let tasks: WriteTasks
    private let depth: [Int: Int]
    private var isDone: Set<Int> = []
    private var order: [Int] = []
    /// Destinations of what was released, the latest on top.
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

    /// How long the longest line of sources before each task is.
    private static func depths(_ component: [Int], of tasks: WriteTasks) -> [Int: Int] {
        var missing = Dictionary(uniqueKeysWithValues: component.map { ($0, tasks.sources[$0].count) })
        var depth: [Int: Int] = [:]
        var ready = component.filter { tasks.sources[$0].isEmpty }
        while let task = ready.popLast() {
            for destination in tasks.destinations[task].map(\.node) {
                depth[destination] = max(depth[destination, default: 0], depth[task, default: 0] + 1)
                missing[destination, default: 0] -= 1
                if missing[destination] == 0 { ready.append(destination) }
            }
        }
        return depth
    }

    private mutating func pull(_ target: Int) {
        var path = [(task: target, sources: openSources(of: target))]
        while var top = path.popLast() {
            if let source = top.sources.popLast() {
                path.append(top)
                if !isDone.contains(source) { path.append((source, openSources(of: source))) }
            } else if isDone.insert(top.task).inserted {
                order.append(top.task)
                agenda += tasks.destinations[top.task].map(\.node).filter { !isDone.contains($0) }
            }
        }
    }

    /// The deepest last, since they are taken from the end.
    private func openSources(of task: Int) -> [Int] {
        tasks.sources[task].map(\.node).filter { !isDone.contains($0) }
            .sorted { depth[$0, default: 0] < depth[$1, default: 0] }
    }
}
