import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

/// The base's default values count like an environment's.
@Suite struct BaseHolderTests {
    private func live(_ name: String?, _ defaults: [AttributeValue] = []) -> [Connection] {
        let attribute = name.map {
            Connection.Attribute.set(EnvironmentUserAttribute(name: $0, defaultValues: defaults))
        }
        return [
            Connection(
                id: ConnectionID("warehouse"),
                name: "W",
                environmentUserAttribute: attribute ?? Connection.Attribute.none
            )
        ]
    }

    @Test func `a default value that goes to an environment is written after the PATCH`() throws {
        let plan = try plan(
            base(attribute: ("env", ["prod"]), environments: [environment("dev", ["qa"])]),
            listed: [listed("dev", [])],
            connections: live("env", ["prod", "qa"])
        )
        #expect(plan.requests == ["PATCH env [prod]", "PUT dev [qa]"])
        #expect(plan.bases[0].routing.windows == [])
    }

    @Test func `a value that goes back to the defaults is written before the PATCH`() throws {
        let plan = try plan(
            base(attribute: ("env", ["prod", "qa"]), environments: [environment("dev", [])]),
            listed: [listed("dev", ["qa"])],
            connections: live("env", ["prod"])
        )
        #expect(plan.requests == ["PUT dev []", "PATCH env [prod, qa]"])
        #expect(plan.bases[0].routing.windows == [])
    }

    @Test func `a ring through the defaults is broken at the base, which opens no window`() throws {
        let plan = try plan(
            base(
                attribute: ("env", ["b"]),
                environments: [environment("dev", ["p", "d"]), environment("eu", ["a", "e"])]
            ),
            listed: [listed("dev", ["a", "d"]), listed("eu", ["b", "e"])],
            connections: live("env", ["p", "q"])
        )
        #expect(
            plan.requests == ["PATCH env [q]", "PUT dev [p, d]", "PUT eu [a, e]", "PATCH env [b]"]
        )
        #expect(plan.bases[0].routing.windows.map(\.value) == ["a"])
        let setting = EnvironmentUserAttribute(name: "env", defaultValues: ["q"])
        guard case .setAttribute(setting, _, purpose: .release)? = plan.bases[0].steps.first,
            case .setAttribute(_, setting, purpose: .final)? = plan.bases[0].steps.last
        else {
            Issue.record("\(plan.bases[0].steps)")
            return
        }
    }

    @Test func `a renamed attribute is set last, and the base first releases what an environment wants`()
        throws
    {
        let plan = try plan(
            base(attribute: ("stage", ["a"]), environments: [environment("dev", ["p"])]),
            listed: [listed("dev", ["a"])],
            connections: live("env", ["p"])
        )
        #expect(plan.requests == ["PATCH env []", "PUT dev [p]", "PATCH stage [a]"])
        #expect(plan.count == ChangeCount(change: 2))
    }

    @Test func `an attribute that is removed goes before the values`() throws {
        let attribute = EnvironmentUserAttribute(name: "env", defaultValues: ["p"])
        let plan = try plan(
            base(environment("dev", ["p"])),
            state: state(
                recorded("dev", ["a"]),
                .attribute(
                    ConnectionID("warehouse"),
                    RecordedAttribute(base: "warehouse", attribute: attribute)
                )
            ),
            listed: [listed("dev", ["a"])],
            connections: live("env", ["p"]),
            options: { $0.prunes = true }
        )
        #expect(plan.requests == ["PATCH null", "PUT dev [p]"])
    }

    @Test func `a live default value that the manifest leaves alone is an error where a write would add it`()
        throws
    {
        let error = #expect(throws: PlanFailure.self) {
            try plan(
                base(environment("dev", ["a", "p"])),
                listed: [listed("dev", ["a"])],
                connections: live("env", ["p"])
            )
        }
        guard case .valuesHeld(let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.map(\.kind) == [.heldByBase("p", attribute: "env")])
        // What a lax instance holds in both places already is no write of this plan.
        let both = try plan(
            base(environment("dev", ["a", "p"])),
            listed: [listed("dev", ["p"])],
            connections: live("env", ["p"])
        )
        #expect(both.requests == ["PUT dev [a, p]"])
    }

    @Test func `a default value that an unmanaged environment holds is an error that names it`() throws {
        let error = #expect(throws: PlanFailure.self) {
            try plan(
                base(attribute: ("env", ["z"]), environments: []),
                listed: [listed("foreign", ["z"])],
                connections: live("env")
            )
        }
        guard case .valuesHeld(let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.map(\.kind) == [.valueHeld("z", by: ConnectionID("foreign"), address: nil)])
    }

    @Test func `every listed value is named when another attribute looks it up`() throws {
        let renamed = try plan(
            base(attribute: ("stage", []), environments: [environment("dev", ["a", "b"])]),
            listed: [listed("dev", ["a", "b"])],
            connections: live("env")
        )
        let lookup = try #require(renamed.bases[0].routing.lookup)
        #expect(lookup.from == "env")
        #expect(lookup.to == "stage")
        #expect(lookup.values == ["a", "b"])
        let first = try plan(
            base(attribute: ("stage", []), environments: [environment("dev", ["a", "b"])]),
            listed: [listed("dev", ["a", "b"])],
            connections: live(nil)
        )
        #expect(first.bases[0].routing.lookup == nil)
    }
}
