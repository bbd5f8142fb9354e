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
                local[arrow.node].map { mask | 1 << UInt32($0) } ?? mask
            }
        }
        arrows = component.indices.flatMap { index in
            tasks.destinations[component[index]].compactMap { arrow in
                local[arrow.node].map { (from: index, to: $0, values: arrow.waiting) }
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
