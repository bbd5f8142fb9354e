/// The order of a few tasks in which the values spend the least time at the base, measured in values times requests.
///
/// Dynamic programming over the sets of tasks that are done: whatever the order within such a set, the values that
/// it has freed and nobody has acquired yet are the same ones, and each further request keeps them waiting by one.
struct WindowSearch {
    static let limit = 10

    private let component: [Int]
    private let sources: [UInt32]
    private let arrows: [(from: Int, to: Int, values: Int)]

    init(_ component: [Int], of tasks: WriteTasks) {
        let local = Dictionary(uniqueKeysWithValues: zip(component, component.indices))
        self.component = component
        sources = component.map { task in
            tasks.sources[task].reduce(0) { mask, arrow in
                local[arrow.other].map { mask | 1 << UInt32($0) } ?? mask
            }
        }
        arrows = component.indices.flatMap { index in
            tasks.destinations[component[index]].compactMap { arrow in
                local[arrow.other].map { (from: index, to: $0, values: arrow.waiting) }
            }
        }
    }

    var shortest: [Int] {
        let all = UInt32(1) << component.count - 1
        var cost = Array(repeating: Int.max, count: Int(all) + 1)
        var last = Array(repeating: 0, count: Int(all) + 1)
        cost[0] = 0
        for done in 0..<all where cost[Int(done)] < .max {
            for task in component.indices where canFollow(task, done) {
                let next = done | 1 << task
                let total = cost[Int(done)] + waiting(after: next)
                if total < cost[Int(next)] {
                    cost[Int(next)] = total
                    last[Int(next)] = task
                }
            }
        }
        return order(endingAt: all, last: last)
    }

    private func canFollow(_ task: Int, _ done: UInt32) -> Bool {
        done & 1 << task == 0 && sources[task] & ~done == 0
    }

    private func waiting(after done: UInt32) -> Int {
        arrows.reduce(0) { sum, arrow in
            done & 1 << arrow.from != 0 && done & 1 << arrow.to == 0 ? sum + arrow.values : sum
        }
    }

    private func order(endingAt all: UInt32, last: [Int]) -> [Int] {
        var order: [Int] = []
        var done = all
        while done != 0 {
            let task = last[Int(done)]
            order.append(component[task])
            done &= ~(1 << task)
        }
        return order.reversed()
    }
}

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
            for destination in tasks.destinations[task].map(\.other) {
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
                agenda += tasks.destinations[top.task].map(\.other).filter { !isDone.contains($0) }
            }
        }
    }

    /// The deepest last, since they are taken from the end.
    private func openSources(of task: Int) -> [Int] {
        tasks.sources[task].map(\.other).filter { !isDone.contains($0) }
            .sorted { depth[$0, default: 0] < depth[$1, default: 0] }
    }
}
