import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

/// `--target base/environment`.
@Suite struct EnvironmentTargetTests {
    private let manifest = base(
        environment("a", ["1"]),
        environment("b", ["2"]),
        environment("c", ["3"]),
        environment("d", ["4"]),
        environment("e", ["5"]),
        environment("new", [])
    )
    private let before = [
        listed("a", []), listed("b", ["1"]), listed("c", ["2"]), listed("d", []), listed("e", ["5"]),
    ]

    private func targeting(_ targets: String..., attribute: EnvironmentUserAttribute? = nil) throws -> Plan {
        try plan(manifest, listed: before) { $0.targets = targets }
    }

    @Test func `its group is every holder that exchanges values with one of the group`() throws {
        let plan = try targeting("warehouse/b")
        #expect(plan.requests == ["PUT c [3]", "PUT b [2]", "PUT a [1]"])
        #expect(plan.bases[0].group?.map(\.text) == ["a", "b", "c"])
        #expect(plan.records == [recorded("a", []), recorded("b", ["1"]), recorded("c", ["2"])])
    }

    @Test func `an environment that exchanges nothing is planned alone, and several targets together`() throws
    {
        #expect(try targeting("warehouse/d").requests == ["PUT d [4]"])
        #expect(try targeting("warehouse/new").requests == ["POST new"])
        #expect(try targeting("warehouse/d", "warehouse/new").requests == ["POST new", "PUT d [4]"])
        #expect(try targeting("warehouse/d", "warehouse").requests.count == 5)
        #expect(try !targeting("warehouse/e").hasChanges)
    }

    @Test func `of the base only default values are written, under the live name`() throws {
        let live = Connection(
            id: ConnectionID("warehouse"),
            name: "W",
            environmentUserAttribute: .set(EnvironmentUserAttribute(name: "env", defaultValues: ["p"]))
        )
        let make = { (target: String) in
            try plan(
                base(
                    attribute: ("stage", ["q"]),
                    environments: [environment("a", ["p"]), environment("b", ["x"])]
                ),
                listed: [listed("a", []), listed("b", [])],
                connections: [live],
                options: { $0.targets = [target] }
            )
        }
        #expect(try make("warehouse/a").requests == ["PATCH env [q]", "PUT a [p]"])
        #expect(try make("warehouse/b").requests == ["PUT b [x]"])
    }

    @Test func `an address that nobody knows is an error`() throws {
        #expect(throws: PlanFailure.self) { try targeting("warehouse/zz") }
        #expect(throws: PlanFailure.self) { try targeting("other/a") }
    }

    @Test func `afterwards only the group is compared`() throws {
        var options = PlanOptions()
        options.targets = ["warehouse/b"]
        let manifest = Manifest(bases: [self.manifest])
        let plan = try Planner.plan(
            manifest,
            state: nil,
            observation: .listed(before, connections: nil),
            options: options
        )
        let after = [
            listed("a", ["1"]), listed("b", ["2"]), listed("c", []), listed("d", []), listed("e", ["5"]),
        ]
        let changes = try Planner.changes(
            manifest,
            state: nil,
            observation: .listed(after, connections: nil),
            options: options,
            after: plan
        )
        let unmet = changes.filter(\.needsRequest)
        guard case .setValues(let target, [], ["3"], _)? = unmet.first, unmet.count == 1 else {
            Issue.record("\(unmet)")
            return
        }
        #expect(target.address.environment == "c")
    }

    @Test func `expectations about other values are left alone`() throws {
        let plan = try targeting("warehouse/b")
        let expectation = { (value: AttributeValue, target: String) in
            Expectation(
                base: at("warehouse"),
                value: at(value),
                target: at(target == "base" ? .base : .label(target))
            )
        }
        #expect(plan.concerns(expectation("2", "b")))
        #expect(plan.concerns(expectation("3", "base")))
        #expect(!plan.concerns(expectation("4", "d")))
        #expect(!plan.concerns(expectation("zz", "base")))
    }
}
