import Reconciler
import Testing

/// Values that are at the base connection now, as an interrupted move leaves them.
@Suite struct FreeValueTests {
    @Test func `they are acquired before anything is attached or moved`() throws {
        let plan = try plan(
            base(
                environment("eu", ["moved"]),
                environment("new", ["n"]),
                environment("uk", ["stranded"]),
                environment("us", ["x"])
            ),
            state: state(recorded("eu", []), recorded("uk", []), recorded("us", ["moved", "x"])),
            listed: [listed("eu", []), listed("uk", []), listed("us", ["moved", "x"])]
        )
        #expect(
            plan.requests == [
                "PUT uk [stranded]", "POST new", "PUT new [n]", "PUT us [x]", "PUT eu [moved]",
            ]
        )
    }

    @Test func `a circle that was cut open goes on where it stopped`() throws {
        let plan = try plan(
            base(
                environment("a", ["3"]),
                environment("b", ["1"]),
                environment("c", ["2"]),
                environment("d", ["4"])
            ),
            state: state(recorded("a", []), recorded("b", ["1"]), recorded("c", ["3"])),
            listed: [listed("a", []), listed("b", ["1"]), listed("c", ["3"])]
        )
        #expect(plan.requests == ["PUT c [2]", "PUT a [3]", "POST d", "PUT d [4]"])
    }

    @Test func `one whose environment is still to be attached follows the attach`() throws {
        let plan = try plan(
            base(environment("eu", ["y"]), environment("new", ["stranded"]), environment("us", ["x"])),
            state: state(recorded("eu", ["x"]), recorded("us", ["y"])),
            listed: [listed("eu", ["x"]), listed("us", ["y"])]
        )
        #expect(plan.requests.prefix(2) == ["POST new", "PUT new [stranded]"])
        #expect(plan.requests.count == 5)
    }
}
