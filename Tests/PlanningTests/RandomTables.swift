import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport

/// A random "before" and "after" of one base, small enough for an oracle that tries everything.
struct RandomTable: CustomStringConvertible {
    let before: [String: [String]]
    let after: [String: [String]]

    init(seed: UInt64, environments: ClosedRange<Int> = 1...8, values: ClosedRange<Int> = 1...14) {
        var generator = SeededRandom(seed: seed)
        let labels = (0..<Int.random(in: environments, using: &generator)).map { "e\($0)" }
        let values = (0..<Int.random(in: values, using: &generator)).map { "v\($0)" }
        before = Self.table(labels, values, &generator)
        after = Self.table(labels, values, &generator)
    }

    /// Leaves some environments and some values out.
    private static func table(
        _ labels: [String],
        _ values: [String],
        _ generator: inout SeededRandom
    ) -> [String: [String]] {
        let present = labels.filter { _ in Int.random(in: 0..<10, using: &generator) > 0 }
        var table = Dictionary(uniqueKeysWithValues: present.map { ($0, [String]()) })
        for value in values where Int.random(in: 0..<8, using: &generator) > 0 {
            guard let label = present.randomElement(using: &generator) else { break }
            table[label, default: []].append(value)
        }
        return table
    }

    var listed: [ConnectionEnvironment] {
        before.sorted { $0.key < $1.key }.map { PlanningTestSupport.listed($0.key, $0.value) }
    }

    var state: State { PlanningTestSupport.state(before.map { recorded($0.key, $0.value) }) }

    var desired: BaseConnection {
        base(environments: after.sorted { $0.key < $1.key }.map { environment($0.key, $0.value) })
    }

    var server: ModelServer {
        ModelServer(environments: Self.model(before))
    }

    /// The values that lead elsewhere in the end.
    var movedValues: Set<String> {
        let holder = { (table: [String: [String]], value: String) in
            table.first { $0.value.contains(value) }?.key
        }
        let values = Set(before.values.joined()).union(after.values.joined())
        return values.filter { holder(before, $0) != holder(after, $0) }
    }

    static func model(_ table: [String: [String]]) -> [ConnectionID: Set<String>] {
        Dictionary(uniqueKeysWithValues: table.map { (ConnectionID($0.key), Set($0.value)) })
    }

    var description: String { "before: \(before), after: \(after)" }
}
