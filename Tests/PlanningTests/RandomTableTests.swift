import OmniModel
import Planning
import PlanningTestSupport
import Testing

@Suite struct RandomTableTests {
    /// 20,000 seeds in 8 parts, so that they run side by side.
    @Test(arguments: 0..<8)
    func `every step keeps the server's rules, the end is the goal, and no request is wasted`(part: UInt64)
        throws
    {
        for seed in part * 2_500..<(part + 1) * 2_500 {
            let table = RandomTable(seed: seed)
            let plan = try planned(table)
            let fewest = FewestRequests(table)
            let isRefused = plan.refusals.contains { if case .protectedCycle = $0 { true } else { false } }
            #expect(isRefused == (fewest.count == nil), "seed \(seed): \(table)")
            guard let count = fewest.count, !isRefused else { continue }
            let steps = plan.bases.flatMap(\.steps)
            try check(steps, plan, table, seed)
            #expect(steps.count(where: { !$0.isAttach }) == count, "seed \(seed): \(table) \(plan.requests)")
            let released = released(steps)
            for group in fewest.groups {
                let grade = fewest.grade(group, releasing: released)
                #expect(grade == fewest.grades[group], "seed \(seed): \(table) \(plan.requests)")
            }
        }
    }

    @Test(arguments: UInt64(0)..<20)
    func `every step of a large table keeps the server's rules, and the end is the goal`(seed: UInt64) throws
    {
        let table = RandomTable(seed: seed, environments: 60...120, values: 200...400)
        let plan = try planned(table)
        let isRefused = plan.refusals.contains { if case .protectedCycle = $0 { true } else { false } }
        var server = table.server
        for step in plan.bases.flatMap(\.steps) {
            try server.carryOut(step)
            guard case .setValues(let target, let from, [], _) = step, !from.isEmpty, !isRefused else {
                continue
            }
            #expect(!table.protected.contains(target.address.environment))
        }
        #expect(server == table.goal)
    }

    private func planned(_ table: RandomTable) throws -> Plan {
        try plan(table.desired, state: table.state, listed: table.listed, connections: table.connections) {
            options in
            options.prunes = true
            options.acceptsEmptyList = true
            options.maxDetach = .max
        }
    }

    private func check(_ steps: [Step], _ plan: Plan, _ table: RandomTable, _ seed: UInt64) throws {
        var server = table.server
        let reported = plan.bases.flatMap(\.routing.windows)
            .reduce(into: [:]) { $0[$1.value, default: 0] += $1.requests }
        let windows = try Windows.follow(steps, on: &server, sparing: table.protected)
        #expect(server == table.goal, "seed \(seed): \(table) \(plan.requests)")
        #expect(windows == reported, "seed \(seed): \(table) \(plan.requests)")
        let moved = Set(plan.bases.flatMap(\.routing.moves).map(\.value))
        #expect(moved == table.movedValues, "seed \(seed): \(table)")
        if steps.count <= 5 {
            let shortest = Windows.shortest(steps, on: table.server)
            #expect(windows.values.reduce(0, +) == shortest, "seed \(seed): \(table) \(plan.requests)")
        }
        let behind = steps.drop { !$0.isClosing }
        #expect(behind.allSatisfy { $0.isClosing }, "seed \(seed): \(table) \(plan.requests)")
    }

    /// By label, the holders that are written twice, and whether that leaves them without any value.
    private func released(_ steps: [Step]) -> [String: Bool] {
        let detached = Set(
            steps.compactMap {
                if case .detach(let target, _) = $0 { target.address.environment } else { nil }
            }
        )
        return steps.reduce(into: [:]) { released, step in
            switch step {
            case .setValues(let target, _, let to, purpose: .release):
                guard !detached.contains(target.address.environment) else { return }
                released[target.address.environment] = to.isEmpty
            case .setAttribute(let attribute, _, purpose: .release):
                released[RandomTable.defaults] = attribute.defaultValues.isEmpty
            default: return
            }
        }
    }
}

extension Step {
    var isAttach: Bool {
        if case .attach = self { true } else { false }
    }

    /// Whether it belongs behind every write of values.
    fileprivate var isClosing: Bool {
        switch self {
        case .detach: true
        case .setAttribute(let new, let old, purpose: .final): new.name != old?.name
        case .attach, .setValues, .setAttribute, .removeAttribute: false
        }
    }
}

/// For how many requests values are at the base on their way from an environment to another.
enum Windows {
    struct Emptied: Error { let label: String }

    private static let values = (0..<14).map { AttributeValue("v\($0)") }

    /// By value, when the steps are carried out in this order.
    static func follow(_ steps: [Step], on server: inout ModelServer, sparing protected: Set<String>) throws
        -> [AttributeValue: Int]
    {
        var left: [AttributeValue: Int] = [:]
        var windows: [AttributeValue: Int] = [:]
        for (index, step) in steps.enumerated() {
            let before = values.map(server.holder)
            try server.carryOut(step)
            for (value, holder) in zip(values, before) {
                let now = server.holder(of: value)
                if holder != nil, now == nil { left[value] = index }
                if holder == nil, now != nil, let start = left.removeValue(forKey: value) {
                    windows[value, default: 0] += index - start
                }
            }
            if case .setValues(let target, let from, let to, _) = step, to.isEmpty, !from.isEmpty,
                protected.contains(target.address.environment)
            {
                throw Emptied(label: target.address.environment)
            }
        }
        return windows
    }

    /// The least sum over all orders that the server accepts, with what stands behind all values in its place.
    static func shortest(_ steps: [Step], on server: ModelServer) -> Int? {
        let movable = steps.filter { !$0.isClosing }
        return orders(of: movable, on: server).compactMap { order in
            var server = server
            let windows = try? follow(order + steps.filter(\.isClosing), on: &server, sparing: [])
            return windows?.values.reduce(0, +)
        }.min()
    }

    private static func orders(of steps: [Step], on server: ModelServer) -> [[Step]] {
        guard !steps.isEmpty else { return [[]] }
        return steps.indices.flatMap { index -> [[Step]] in
            var (rest, server) = (steps, server)
            let step = rest.remove(at: index)
            guard (try? server.carryOut(step)) != nil else { return [] }
            return orders(of: rest, on: server).map { [step] + $0 }
        }
    }
}
