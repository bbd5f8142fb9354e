import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct PlannerTests {
    @Test func `missing environments are attached in one request, then those with values are written`() throws
    {
        let plan = try plan(
            base(environment("dev", ["a"]), environment("eu", ["b", "c"]), environment("spare", []))
        )
        #expect(plan.requests == ["POST dev eu spare", "PUT dev [a]", "PUT eu [b, c]"])
        #expect(plan.count == ChangeCount(add: 3))
    }

    @Test func `what is as wanted needs nothing, in whatever order Omni lists it`() throws {
        let plan = try plan(
            base(environment("dev", ["a", "b"])),
            state: state(recorded("dev", ["a", "b"])),
            listed: [listed("dev", ["b", "a"])]
        )
        #expect(!plan.hasChanges)
        #expect(plan.records == [])
        #expect(plan.changes.isEmpty)
    }

    @Test func `values that differ only in their Unicode form differ`() throws {
        let plan = try plan(
            base(environment("dev", ["caf\u{E9}"])),
            state: state(recorded("dev", ["cafe\u{301}"])),
            listed: [listed("dev", ["cafe\u{301}"])]
        )
        #expect(plan.requestCount == 1)
    }

    @Test func `an environment that the state does not know is adopted without a request`() throws {
        let plan = try plan(base(environment("dev", ["a"], protect: true)), listed: [listed("dev", ["a"])])
        #expect(!plan.hasChanges)
        #expect(plan.records == [recorded("dev", ["a"], protect: true)])
    }

    @Test func `an adopted environment with other values is written`() throws {
        let plan = try plan(base(environment("dev", ["a"])), listed: [listed("dev", ["b"])])
        #expect(plan.requests == ["PUT dev [a]"])
        #expect(plan.records == [recorded("dev", ["b"])])
    }

    @Test(arguments: [
        (recorded: ["a"], current: ["a"], cause: Cause.pending),
        (recorded: ["b"], current: ["a"], cause: Cause.drift),
        (recorded: ["c"], current: ["a"], cause: Cause.both),
    ])
    func `a change of values says who made it`(
        recorded values: [AttributeValue],
        current: [AttributeValue],
        cause: Cause
    )
        throws
    {
        let plan = try plan(
            base(environment("dev", ["b"])),
            state: state(recorded("dev", values)),
            listed: [listed("dev", current)]
        )
        let causes = plan.changes.compactMap { change -> Cause? in
            if case .setValues(_, _, _, let cause) = change { cause } else { nil }
        }
        #expect(causes == [cause])
    }

    @Test func `an environment that was detached outside is attached again, as drift`() throws {
        let plan = try plan(
            base(environment("dev", ["a"]), environment("eu", [])),
            state: state(recorded("dev", ["a"]), recorded("eu", [])),
            listed: [listed("eu", [])]
        )
        #expect(plan.requests == ["POST dev", "PUT dev [a]"])
        guard case .attach(_, _, .drift)? = plan.changes.first else {
            Issue.record("no drift: \(plan.changes)")
            return
        }
    }

    @Test func `an orphaned environment is reported and left alone`() throws {
        let plan = try plan(base(), state: state(recorded("old", ["a"])), listed: [listed("old", ["a"])])
        #expect(!plan.hasChanges)
        guard case .orphaned(let target, ["a"])? = plan.changes.first else {
            Issue.record("not orphaned: \(plan.changes)")
            return
        }
        #expect(target.address.description == "warehouse/old")
    }

    @Test func `pruning takes a wanted value from an environment with one more write, and detaches last`()
        throws
    {
        let plan = try plan(
            base(environment("dev", ["a"]), environment("eu", ["x"])),
            state: state(
                recorded("held", ["x"]),
                recorded("idle", ["y"]),
                recorded("dev", []),
                recorded("eu", [])
            ),
            listed: [listed("held", ["x"]), listed("idle", ["y"]), listed("dev", []), listed("eu", [])],
            options: { $0.prunes = true }
        )
        #expect(
            plan.requests == ["PUT held []", "PUT eu [x]", "PUT dev [a]", "DELETE held", "DELETE idle"]
        )
        let windows = plan.bases[0].routing.windows
        #expect(windows.map(\.value) == ["x"])
        #expect(windows.map(\.requests) == [1])
    }

    @Test func `a base that left the manifest is pruned with its attribute, the attribute first`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: [])
        let plan = try plan(
            base("other", environments: []),
            state: state(
                recorded("dev", ["a"]),
                .attribute(
                    ConnectionID("warehouse"),
                    RecordedAttribute(base: "warehouse", attribute: attribute)
                )
            ),
            listed: [listed("dev", ["a"])],
            options: {
                $0.prunes = true
                $0.targets = ["warehouse"]
            }
        )
        #expect(plan.requests == ["PATCH null", "DELETE dev"])
    }

    @Test func `what nobody manages is reported, and never touched even when pruning`() throws {
        let plan = try plan(
            base(environment("dev", [])),
            listed: [listed("dev", []), listed("foreign", ["z"])],
            options: { $0.prunes = true }
        )
        #expect(!plan.hasChanges)
        #expect(
            plan.changes.contains {
                if case .unmanaged(let key, _, ["z"]) = $0 { key.connection.text == "foreign" } else { false }
            }
        )
    }

    @Test func `a wanted value that an unmanaged environment holds is an error that names it`() throws {
        let error = #expect(throws: PlanFailure.self) {
            try plan(base(environment("dev", ["z"])), listed: [listed("dev", []), listed("foreign", ["z"])])
        }
        guard case .valuesHeld(let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.map(\.kind) == [.valueHeld("z", by: ConnectionID("foreign"), address: nil)])
    }

    @Test func `an attribute is set after the values it selects are in place`() throws {
        let plan = try plan(
            base(attribute: ("environment", ["prod"]), environments: [environment("dev", ["a"])]),
            listed: [listed("dev", [])],
            connections: [
                Connection(id: ConnectionID("warehouse"), name: "W", environmentUserAttribute: .none)
            ]
        )
        #expect(plan.requests == ["PUT dev [a]", "PATCH environment [prod]"])
    }

    @Test func `an attribute that is as wanted is recorded, its default values in any order`() throws {
        let current = EnvironmentUserAttribute(name: "environment", defaultValues: ["b", "a"])
        let plan = try plan(
            base(attribute: ("environment", ["a", "b"]), environments: []),
            connections: [
                Connection(id: ConnectionID("warehouse"), name: "W", environmentUserAttribute: .set(current))
            ]
        )
        #expect(!plan.hasChanges)
        #expect(plan.records.count == 1)
    }

    @Test func `an empty list is not believed when the state has environments`() throws {
        let error = #expect(throws: PlanFailure.self) {
            try plan(base(environment("dev", [])), state: state(recorded("dev", [])))
        }
        #expect(error == .emptyList(recorded: 1))
        let accepted = try plan(base(environment("dev", [])), state: state(recorded("dev", []))) {
            $0.acceptsEmptyList = true
        }
        #expect(accepted.requests == ["POST dev"])
    }

    @Test func `targets leave other bases alone`() throws {
        let two = try plan(
            base("one", environments: [environment("a", [])]),
            base("two", environments: [environment("b", [])]),
            options: { $0.targets = ["two"] }
        )
        #expect(two.requests == ["POST b"])
        #expect(throws: PlanFailure.unknownTargets([.neverKnown("three")], known: ["one"])) {
            try plan(base("one", environments: [])) { $0.targets = ["three"] }
        }
    }
}
