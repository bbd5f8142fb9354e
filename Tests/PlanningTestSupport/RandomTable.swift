package import Manifest
package import OmniModel
package import Planning
import TestSupport

/// A random "before" and "after" of one base, small enough for an oracle that tries everything: environments and
/// default values, new, changed and detached ones, some of them protected.
package struct RandomTable: CustomStringConvertible {
    /// What becomes of the base's user attribute.
    package enum Attribute: CaseIterable {
        /// Neither Omni nor the manifest has one, or both have the same.
        case none, same
        /// Other default values, another name and other default values, a first one, and none any more.
        case changed, renamed, first, removed
    }

    package static let defaults = "base"

    /// By label; default values stand under `defaults`.
    package let before: [String: [AttributeValue]]
    package let after: [String: [AttributeValue]]
    package let attribute: Attribute
    package let protected: Set<String>

    package init(seed: UInt64, environments: ClosedRange<Int> = 1...8, values: ClosedRange<Int> = 1...14) {
        var generator = SeededRandom(seed: seed)
        let labels = (0..<Int.random(in: environments, using: &generator)).map { "e\($0)" }
        let values = (0..<Int.random(in: values, using: &generator)).map { AttributeValue("v\($0)") }
        let attribute = Attribute.allCases.randomElement(using: &generator) ?? .none
        let holders = { (has: Bool) in has ? [Self.defaults] : [] }
        let hadDefaults = attribute != .none && attribute != .first
        let before = Self.table(labels, holders(hadDefaults), values, &generator)
        var after = Self.table(
            labels,
            holders(hadDefaults && attribute != .removed || attribute == .first),
            values,
            &generator
        )
        if attribute == .same {
            // Values that stay with the base are wanted of no environment.
            let defaults = before[Self.defaults] ?? []
            for label in after.keys { after[label]?.removeAll(where: defaults.contains) }
            after[Self.defaults] = defaults
        }
        let isGuarded = Int.random(in: 0..<2, using: &generator) == 0
        protected = Set(
            after.keys.sorted().filter { label in
                label != Self.defaults && after[label]?.isEmpty == false
                    && Int.random(in: 0..<3, using: &generator) > 0 && isGuarded
            }
        )
        (self.before, self.after, self.attribute) = (before, after, attribute)
    }

    /// Leaves some environments and some values out.
    private static func table(
        _ labels: [String],
        _ base: [String],
        _ values: [AttributeValue],
        _ generator: inout SeededRandom
    ) -> [String: [AttributeValue]] {
        let present = labels.filter { _ in Int.random(in: 0..<10, using: &generator) > 0 } + base
        var table = Dictionary(uniqueKeysWithValues: present.map { ($0, [AttributeValue]()) })
        for value in values where Int.random(in: 0..<8, using: &generator) > 0 {
            guard let label = present.randomElement(using: &generator) else { break }
            table[label, default: []].append(value)
        }
        return table
    }

    private static func environments(_ table: [String: [AttributeValue]]) -> [(
        key: String, value: [AttributeValue]
    )] {
        table.filter { $0.key != defaults }.sorted { $0.key < $1.key }
    }

    private var liveAttribute: EnvironmentUserAttribute? {
        before[Self.defaults].map { EnvironmentUserAttribute(name: "environment", defaultValues: $0) }
    }

    package var wantedAttribute: EnvironmentUserAttribute? {
        after[Self.defaults].map {
            EnvironmentUserAttribute(name: attribute == .renamed ? "stage" : "environment", defaultValues: $0)
        }
    }

    package var listed: [ConnectionEnvironment] {
        Self.environments(before).map { PlanningTestSupport.listed($0.key, $0.value) }
    }

    package var connections: [Connection] {
        let live = liveAttribute.map(Connection.Attribute.set) ?? Connection.Attribute.none
        return [Connection(id: ConnectionID("warehouse"), name: "W", environmentUserAttribute: live)]
    }

    package var state: State {
        let attribute = liveAttribute.map {
            StateRecord.attribute(
                ConnectionID("warehouse"),
                RecordedAttribute(base: "warehouse", attribute: $0)
            )
        }
        return PlanningTestSupport.state(
            Self.environments(before).map { recorded($0.key, $0.value) } + [attribute].compactMap(\.self)
        )
    }

    package var desired: BaseConnection {
        base(
            attribute: wantedAttribute.map { ($0.name, $0.defaultValues) },
            environments: Self.environments(after).map {
                environment($0.key, $0.value, protect: protected.contains($0.key))
            }
        )
    }

    package var server: ModelServer {
        ModelServer(environments: Self.model(before), attribute: liveAttribute)
    }

    /// What the server holds when all is done.
    package var goal: ModelServer { ModelServer(environments: Self.model(after), attribute: wantedAttribute) }

    /// The values that lead elsewhere in the end.
    package var movedValues: Set<AttributeValue> {
        let holder = { (table: [String: [AttributeValue]], has: Bool, value: AttributeValue) in
            has ? Self.environments(table).first { $0.value.contains(value) }?.key : nil
        }
        let values = Set(before.values.joined()).union(after.values.joined())
        return values.filter {
            holder(before, liveAttribute != nil, $0) != holder(after, wantedAttribute != nil, $0)
        }
    }

    package static func model(_ table: [String: [AttributeValue]]) -> [ConnectionID: Set<AttributeValue>] {
        Dictionary(uniqueKeysWithValues: environments(table).map { (ConnectionID($0.key), Set($0.value)) })
    }

    package var description: String {
        "\(attribute), before: \(before), after: \(after), protected: \(protected.sorted())"
    }
}
