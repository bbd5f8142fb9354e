import PlanningTestSupport
import TestSupport
import Testing

/// Values that are at the base connection now, as an interrupted move leaves them.
@Suite struct FreeValueTests {
    @Test func `they are acquired before anything is attached or moved`() throws {
        let plan = try plan(
            base(
                environment("eu", ["moved"]),
                environment("new", ["n"]),
                environment("uk", ["unrouted"]),
                environment("us", ["x"])
            ),
            state: state(
                recorded("eu", []),
                recorded("uk", []),
                recorded("us", ["moved", "unrouted", "x"]),
                recorded("us", ["moved", "x"])
            ),
            listed: [listed("eu", []), listed("uk", []), listed("us", ["moved", "x"])]
        )
        #expect(
            plan.requests == [
                "PUT uk [unrouted]", "PUT us [x]", "PUT eu [moved]", "POST new", "PUT new [n]",
            ]
        )
    }

    @Test func `a cycle that was cut open goes on where it stopped`() throws {
        let plan = try plan(
            base(
                environment("a", ["3"]),
                environment("b", ["1"]),
                environment("c", ["2"]),
                environment("d", ["4"])
            ),
            state: state(
                recorded("b", ["2"]),
                recorded("a", []),
                recorded("b", ["1"]),
                recorded("c", ["3"])
            ),
            listed: [listed("a", []), listed("b", ["1"]), listed("c", ["3"])]
        )
        #expect(plan.requests == ["PUT c [2]", "PUT a [3]", "POST d", "PUT d [4]"])
    }

    @Test func `one whose environment is still to be attached follows the attach`() throws {
        let plan = try plan(
            base(environment("eu", ["y"]), environment("new", ["unrouted"]), environment("us", ["x"])),
            state: state(recorded("eu", ["x", "unrouted"]), recorded("us", ["y"])),
            listed: [listed("eu", ["x"]), listed("us", ["y"])]
        )
        #expect(plan.requests.prefix(2) == ["POST new", "PUT new [unrouted]"])
        #expect(plan.requests.count == 5)
    }

    @Test func `a value that the routing did not know comes after the moves`() throws {
        let plan = try plan(
            base(environment("eu", ["y"]), environment("uk", ["new"]), environment("us", ["x"])),
            state: state(recorded("eu", ["x"]), recorded("uk", []), recorded("us", ["y"])),
            listed: [listed("eu", ["x"]), listed("uk", []), listed("us", ["y"])]
        )
        #expect(plan.requests == ["PUT eu []", "PUT us [x]", "PUT eu [y]", "PUT uk [new]"])
    }

    @Test func `nothing frees a value for a new environment before the attach, and other moves go first`()
        throws
    {
        let plan = try plan(
            base(
                environment("a", []),
                environment("b", []),
                environment("c", ["2"]),
                environment("d", ["1"])
            ),
            listed: [listed("a", ["1"]), listed("b", ["2"]), listed("c", [])]
        )
        #expect(plan.requests == ["PUT b []", "PUT c [2]", "POST d", "PUT a []", "PUT d [1]"])
    }
}
