import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct GuardTests {
    private let before = [listed("eu", ["x", "y"]), listed("us", [])]
    private let known = state(recorded("eu", ["x", "y"]), recorded("us", []))

    private func strict(_ environments: Environment...) -> BaseConnection {
        base(isolation: .strict, environments: environments)
    }

    @Test func `a strict base refuses a move, since the value is at the base in between`() throws {
        let plan = try plan(
            strict(environment("eu", ["x"]), environment("us", ["y"])),
            state: known,
            listed: before
        )
        let windows = plan.bases[0].routing.windows
        #expect(plan.refusals == [.fallbackWindows(base: "warehouse", windows)])
        #expect(windows.map(\.value) == ["y"])
        #expect(windows.map(\.opens) == [0])
        #expect(windows.map(\.closes) == [1])
    }

    @Test func `a strict base refuses a value that would be routed to the base from then on`() throws {
        let plan = try plan(
            strict(environment("eu", ["x"]), environment("us", [])),
            state: known,
            listed: before
        )
        #expect(plan.refusals == [.fallBack(base: "warehouse", values: ["y"], from: "eu")])
    }

    @Test(arguments: [PlanOptions.AllowedFallbacks.all, .only(["y"])])
    func `allowing the fallback lifts the refusal`(allowed: PlanOptions.AllowedFallbacks) throws {
        let plan = try plan(
            strict(environment("eu", ["x"]), environment("us", ["y"])),
            state: known,
            listed: before
        ) {
            $0.allowedFallbacks = allowed
        }
        #expect(plan.refusals == [])
    }

    @Test func `a reporting base says the window and refuses nothing`() throws {
        let plan = try plan(
            base(environment("eu", ["x"]), environment("us", ["y"])),
            state: known,
            listed: before
        )
        #expect(plan.refusals == [])
        #expect(plan.bases[0].routing.windows.map(\.value) == ["y"])
    }

    @Test func `new values of a strict base pass nothing and are not refused`() throws {
        let plan = try plan(
            strict(environment("eu", ["x", "y", "z"]), environment("us", [])),
            state: known,
            listed: before
        )
        #expect(plan.refusals == [])
    }

    @Test func `a protected environment is neither emptied nor, out of the manifest, detached`() throws {
        let emptied = try plan(
            base(environment("eu", [], protect: true), environment("us", [])),
            state: known,
            listed: before
        )
        #expect(emptied.refusals == [.emptiesProtected(Address(base: "warehouse", environment: "eu"))])
        let detached = try plan(
            base(environment("us", [])),
            state: state(recorded("eu", ["x", "y"], protect: true), recorded("us", [])),
            listed: before,
            options: { $0.prunes = true }
        )
        #expect(detached.refusals == [.detachesProtected(Address(base: "warehouse", environment: "eu"))])
    }

    @Test func `a swap spares the protected environment, and two protected ones refuse it`() throws {
        let listed = [listed("a", ["x"]), listed("b", ["y"])]
        let known = state(recorded("a", ["x"]), recorded("b", ["y"]))
        let one = try plan(
            base(environment("a", ["y"], protect: true), environment("b", ["x"])),
            state: known,
            listed: listed
        )
        #expect(one.requests == ["PUT b []", "PUT a [y]", "PUT b [x]"])
        #expect(one.refusals == [])
        let both = try plan(
            base(environment("a", ["y"], protect: true), environment("b", ["x"], protect: true)),
            state: known,
            listed: listed
        )
        let cycle = ["a", "b"].map { Address(base: "warehouse", environment: $0) }
        #expect(both.refusals == [.protectedCycle(cycle)])
    }

    @Test func `two protected environments that exchange several values keep one each`() throws {
        let plan = try plan(
            base(environment("a", ["y"], protect: true), environment("b", ["v", "x"], protect: true)),
            state: state(recorded("a", ["v", "x"]), recorded("b", ["y"])),
            listed: [listed("a", ["v", "x"]), listed("b", ["y"])]
        )
        #expect(plan.refusals == [])
        #expect(plan.requests == ["PUT a [v]", "PUT b [x]", "PUT a [y]", "PUT b [v, x]"])
    }

    @Test func `an environment that nothing empties but the release acquires what nobody holds`() throws {
        let plan = try plan(
            base(environment("a", ["y", "new"], protect: true), environment("b", ["x"], protect: true)),
            listed: [listed("a", ["x"]), listed("b", ["y"])]
        )
        #expect(plan.refusals == [])
        #expect(plan.requests == ["PUT a [new]", "PUT b [x]", "PUT a [y, new]"])
    }

    @Test(arguments: [(10, 3, false), (10, 4, true), (9, 9, false), (20, 7, true)])
    func `detaching more than 30 % of ten or more is braked`(of total: Int, detached: Int, isBraked: Bool)
        throws
    {
        let labels = (0..<total).map { "e\($0)" }
        let environments = labels.dropFirst(detached).map { environment($0, []) }
        let make = { (limit: Int?) in
            try plan(
                base(environments: Array(environments)),
                state: state(labels.map { recorded($0, []) }),
                listed: labels.map { listed($0, []) },
                options: {
                    $0.prunes = true
                    $0.maxDetach = limit
                }
            )
        }
        #expect(try make(nil).refusals == (isBraked ? [.massDetach(count: detached, of: total)] : []))
        #expect(try make(detached).refusals == [])
    }
}
