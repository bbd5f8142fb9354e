import Manifest
import OmniModel
import PlanningTestSupport
import TestSupport
import Testing

@testable import Planning

/// Strict isolation and what lifts it.
@Suite struct AllowFallbackTests {
    private let attribute = [
        Connection(
            id: ConnectionID("warehouse"),
            name: "W",
            environmentUserAttribute: .set(EnvironmentUserAttribute(name: "env", defaultValues: []))
        )
    ]

    private func renaming(allowing manifest: [AttributeValue], _ options: (inout PlanOptions) -> Void) throws
        -> Plan
    {
        try plan(
            base(
                attribute: ("stage", []),
                isolation: .strict,
                allowFallback: manifest,
                environments: [environment("dev", ["a"])]
            ),
            listed: [listed("dev", ["a"])],
            connections: attribute,
            options: options
        )
    }

    @Test func `a strict base refuses another attribute, and only all lifts it`() throws {
        let refused = try renaming(allowing: ["a", "all"]) { $0.allowedFallbacks = .only(["a"]) }
        let lookup = try #require(refused.bases[0].routing.lookup)
        #expect(refused.refusals == [.changesLookup(base: "warehouse", lookup)])
        #expect(try renaming(allowing: []) { $0.allowedFallbacks = .all }.refusals == [])
    }

    @Test func `a strict base refuses that its attribute is removed, and a first one is no change`() throws {
        let recorded = EnvironmentUserAttribute(name: "env", defaultValues: [])
        let removed = try plan(
            base(isolation: .strict, environments: [environment("dev", ["a"])]),
            state: state(
                PlanningTestSupport.recorded("dev", ["a"]),
                .attribute(
                    ConnectionID("warehouse"),
                    RecordedAttribute(base: "warehouse", attribute: recorded)
                )
            ),
            listed: [listed("dev", ["a"])],
            connections: attribute,
            options: {
                $0.prunes = true
                $0.allowedFallbacks = .only(["a"])
            }
        )
        #expect(removed.refusals.count == 1)
        guard case .changesLookup(_, let lookup)? = removed.refusals.first else { return }
        #expect(lookup.to == nil)
        #expect(lookup.values == ["a"])
        let none = Connection(id: ConnectionID("warehouse"), name: "W", environmentUserAttribute: .none)
        let first = try plan(
            base(attribute: ("env", []), isolation: .strict, environments: [environment("dev", ["a"])]),
            listed: [listed("dev", ["a"])],
            connections: [none]
        )
        #expect(first.refusals == [])
    }

    @Test func `the manifest's exceptions lift the refusal, are named when used, and are warned of when not`()
        throws
    {
        let listed = [listed("eu", ["x", "y"]), listed("us", [])]
        let manifest = Manifest(bases: [
            base(
                isolation: .strict,
                allowFallback: ["y", "idle"],
                environments: [environment("eu", ["x"]), environment("us", ["y"])]
            )
        ])
        let connections = ["warehouse", "eu", "us"].map { Connection(id: ConnectionID($0), name: $0) }
        let observation = Observation.listed(listed, connections: connections)
        let plan = try Planner.plan(manifest, state: nil, observation: observation)
        #expect(plan.refusals == [])
        #expect(plan.bases[0].allowedFallbacks == [AllowedFallback(at("y"))])
        #expect(plan.bases[0].allowedFallbacks.map(\.line) == [1])
        let warnings = Planner.warnings(
            manifest,
            plan: plan,
            state: nil,
            observation: observation,
            options: PlanOptions()
        )
        #expect(warnings == [.unneededFallback(base: "warehouse", AllowedFallback(at("idle")))])
    }

    @Test func `all is an ordinary value there`() throws {
        let plan = try plan(
            base(
                isolation: .strict,
                allowFallback: ["all"],
                environments: [environment("eu", ["x"]), environment("us", ["y"])]
            ),
            listed: [listed("eu", ["x", "y"]), listed("us", [])]
        )
        #expect(plan.refusals.count == 1)
        #expect(plan.bases[0].allowedFallbacks == [])
    }
}
