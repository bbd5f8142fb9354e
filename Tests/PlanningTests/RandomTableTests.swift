import Planning
import PlanningTestSupport
import Testing

@Suite struct RandomTableTests {
    /// 20,000 seeds in 8 parts, so that they run side by side.
    @Test(arguments: 0..<8)
    func `every step keeps the server's rules, the end is the goal, and no write is wasted`(part: UInt64)
        throws
    {
        for seed in part * 2_500..<(part + 1) * 2_500 {
            let table = RandomTable(seed: seed)
            let plan = try planned(table)
            var server = table.server
            var windows: [String: Int] = [:]
            var reported: [String: Int] = [:]
            for base in plan.bases {
                windows = try carryOut(base.steps, on: &server)
                reported = base.routing.windows.reduce(into: [:]) { $0[$1.value, default: 0] += $1.requests }
            }
            #expect(server.environments == RandomTable.model(table.after), "seed \(seed): \(table)")
            #expect(windows == reported, "seed \(seed): \(table)")
            let moved = Set(plan.bases.flatMap(\.routing.moves).map(\.value))
            #expect(moved == table.movedValues, "seed \(seed): \(table)")
            let writes = plan.requestCount - plan.bases.reduce(0) { $0 + $1.steps.count(where: \.isAttach) }
            #expect(writes == FewestWrites.count(table), "seed \(seed): \(table)")
        }
    }

    private func planned(_ table: RandomTable) throws -> Plan {
        try plan(table.desired, state: table.state, listed: table.listed) { options in
            options.prunes = true
            options.acceptsEmptyList = true
            options.maxDetach = .max
        }
    }

    /// Carries the steps out, and says for how many requests each value was at the base on its way.
    private func carryOut(_ steps: [Step], on server: inout ModelServer) throws -> [String: Int] {
        let values = (0..<14).map { "v\($0)" }
        var left: [String: Int] = [:]
        var windows: [String: Int] = [:]
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
        }
        return windows
    }
}

extension Step {
    var isAttach: Bool {
        if case .attach = self { true } else { false }
    }
}

/// The fewest `PUT` and `DELETE` requests that lead from one table to another, found by trying every choice of
/// environments that are written twice: with such a choice, the order is free of cycles or it is not.
enum FewestWrites {
    static func count(_ table: RandomTable) -> Int {
        let labels = Set(table.before.keys).union(table.after.keys).sorted()
        let written = labels.filter { label in
            guard let after = table.after[label] else { return true }
            return Set(after) != Set(table.before[label] ?? [])
        }
        let waits = arrows(written, table)
        let extra = (0..<1 << written.count).lazy.filter { works(written.count, waits, twice: $0) }
            .map(\.nonzeroBitCount).min()
        return written.count + (extra ?? .max)
    }

    /// Per written environment, a bit for each that it has to wait for.
    private static func arrows(_ written: [String], _ table: RandomTable) -> [Int] {
        written.map { label in
            let wanted = Set(table.after[label] ?? []).subtracting(table.before[label] ?? [])
            return written.indices.reduce(0) { bits, other in
                guard written[other] != label else { return bits }
                return wanted.isDisjoint(with: table.before[written[other]] ?? []) ? bits : bits | 1 << other
            }
        }
    }

    /// Whether all can be written when those in `twice` let go beforehand.
    private static func works(_ count: Int, _ waits: [Int], twice: Int) -> Bool {
        var done = twice
        var written = 0
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for index in 0..<count where written & 1 << index == 0 && waits[index] & ~done == 0 {
                written |= 1 << index
                done |= 1 << index
                hasChanged = true
            }
        }
        return written.nonzeroBitCount == count
    }
}
