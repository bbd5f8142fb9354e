import HTTPTransport
import Manifest
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport

@testable import Applying

/// A random base before and after: environments, some of them new and some to be detached, default values, and values
/// that stay, move along chains and rings, come and go.
struct MachineTable: CustomStringConvertible {
    let before: [String: [AttributeValue]]
    let after: [String: [AttributeValue]]
    let defaultsBefore: [AttributeValue]
    let defaultsAfter: [AttributeValue]
    let plan: BasePlan?
    /// Whether this Omni refuses an empty list of values.
    let refusesEmptyLists: Bool

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let labels = (0..<Int.random(in: 2...4, using: &random)).map { "e\($0)" }
        let values = (0..<Int.random(in: 2...6, using: &random)).map { AttributeValue("v\($0)") }
        (before, defaultsBefore) = Self.table(labels, values, &random)
        (after, defaultsAfter) =
            seed.isMultiple(of: 4)
            ? (Self.rotated(before), defaultsBefore) : Self.table(labels, values, &random)
        refusesEmptyLists = seed.isMultiple(of: 5)
        plan = try? Self.plan(before, defaultsBefore, after, defaultsAfter)
    }

    private static func table(
        _ labels: [String],
        _ values: [AttributeValue],
        _ random: inout SeededRandom
    ) -> ([String: [AttributeValue]], [AttributeValue]) {
        let present = labels.filter { _ in Int.random(in: 0..<6, using: &random) > 0 }
        var table = Dictionary(uniqueKeysWithValues: present.map { ($0, [AttributeValue]()) })
        var defaults: [AttributeValue] = []
        for value in values where Int.random(in: 0..<8, using: &random) > 0 {
            if Int.random(in: 0..<8, using: &random) == 0 {
                defaults.append(value)
            } else if let label = present.randomElement(using: &random) {
                table[label, default: []].append(value)
            }
        }
        return (table, defaults)
    }

    /// Every environment gets what another one had.
    private static func rotated(_ table: [String: [AttributeValue]]) -> [String: [AttributeValue]] {
        let labels = table.keys.sorted()
        let values = labels.map { table[$0] ?? [] }
        let moved = zip(labels, values.dropFirst() + values.prefix(1))
        return Dictionary(uniqueKeysWithValues: moved.map { ($0, $1) })
    }

    private static func plan(
        _ before: [String: [AttributeValue]],
        _ defaultsBefore: [AttributeValue],
        _ after: [String: [AttributeValue]],
        _ defaultsAfter: [AttributeValue]
    ) throws -> BasePlan? {
        let attribute = EnvironmentUserAttribute(name: "tenant", defaultValues: defaultsBefore)
        let connection = Connection(
            id: ConnectionID("warehouse"),
            name: "warehouse",
            environmentUserAttribute: .set(attribute)
        )
        let others = Set(before.keys).union(after.keys).sorted()
            .map { Connection(id: ConnectionID($0), name: $0) }
        let desired = base(
            attribute: ("tenant", defaultsAfter),
            environments: after.sorted { $0.key < $1.key }.map { environment($0.key, $0.value) }
        )
        let plan = try PlanningTestSupport.plan(
            desired,
            state: state(before.map { recorded($0.key, $0.value) }),
            listed: before.sorted { $0.key < $1.key }.map { listed($0.key, $0.value) },
            connections: [connection] + others
        ) { options in
            options.prunes = true
            options.acceptsEmptyList = true
            options.maxDetach = .max
        }
        return plan.bases.first { !$0.steps.isEmpty }
    }

    var omni: MachineOmni {
        var omni = MachineOmni()
        for (label, values) in before {
            omni.environments[ConnectionID(label)] = .init(id: EnvironmentID("id-" + label), values: values)
        }
        omni.defaults = defaultsBefore
        omni.refusesEmptyLists = refusesEmptyLists
        return omni
    }

    func holder(of value: AttributeValue, in table: [String: [AttributeValue]]) -> ConnectionID? {
        table.first { $0.value.contains(value) }.map { ConnectionID($0.key) }
    }

    var description: String {
        "before \(before) base \(defaultsBefore), after \(after) base \(defaultsAfter)"
    }
}
