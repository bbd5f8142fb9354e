import Manifest
import OmniModel
import PlanningTestSupport
import TestSupport
import Testing

@testable import Planning

@Suite struct PlanWarningTests {
    private func warnings(
        _ base: BaseConnection,
        attribute: Connection.Attribute?,
        state: State? = nil,
        listed: [ConnectionEnvironment] = []
    ) throws -> [PlanWarning] {
        let connections = attribute.map {
            [Connection(id: ConnectionID("warehouse"), name: "W", environmentUserAttribute: $0)]
        }
        let manifest = Manifest(bases: [base])
        let observation = Observation.listed(
            listed,
            connections: connections.map { $0 + others(of: [base], besides: $0) }
        )
        let plan = try Planner.plan(manifest, state: state, observation: observation)
        return Planner.warnings(
            manifest,
            plan: plan,
            state: state,
            observation: observation,
            options: PlanOptions()
        ).filter { ![.connectionsUnread, .userAttributesUnread].contains($0) }
    }

    @Test func `an id that no connection has is no plan, whether it would be attached or not`() throws {
        let manifest = Manifest(bases: [base(environment("dev", []), environment("eu", []))])
        let connections = ["warehouse", "eu"].map { Connection(id: ConnectionID($0), name: $0) }
        let unknown = PlanProblem(.unknownConnection(ConnectionID("dev")), at: somewhere)
        for present in [[], [listed("dev", [])]] {
            #expect(throws: PlanFailure.invalid([unknown])) {
                try Planner.plan(
                    manifest,
                    state: nil,
                    observation: .listed(present, connections: connections)
                )
            }
        }
    }

    @Test(arguments: [
        ([UserAttribute(name: "environment")], "environment"),
        ([UserAttribute(name: "env", label: "enviroment")], "env"), ([], nil),
    ])
    func `a user attribute that does not exist is no plan, before anything is said about values`(
        _ attributes: [UserAttribute],
        meant: String?
    ) throws {
        let wanted = base(attribute: ("enviroment", []), environments: [environment("dev", ["a"])])
        let holder = [listed("other", ["a"])]
        let connections =
            others(of: [wanted], besides: []) + [Connection(id: ConnectionID("warehouse"), name: "W")]
        let unknown = PlanProblem(.unknownAttribute("enviroment", meant: meant), at: somewhere)
        #expect(throws: PlanFailure.invalid([unknown])) {
            try Planner.plan(
                Manifest(bases: [wanted]),
                state: nil,
                observation: .listed(holder, connections: connections, userAttributes: attributes)
            )
        }
    }

    @Test func `what the token may not read is said to be so`() throws {
        let wanted = base(attribute: ("environment", []), environments: [environment("dev", ["a"])])
        let manifest = Manifest(bases: [wanted])
        let observation = Observation.listed([], connections: nil)
        let plan = try Planner.plan(manifest, state: nil, observation: observation)
        let warnings = Planner.warnings(
            manifest,
            plan: plan,
            state: nil,
            observation: observation,
            options: PlanOptions()
        )
        #expect(warnings == [.connectionsUnread, .userAttributesUnread])
    }

    @Test(arguments: [
        (
            Connection(id: ConnectionID("dev"), name: "dev", isDeleted: true),
            PlanProblem.Kind.deletedConnection(ConnectionID("dev"))
        ),
        (
            Connection(id: ConnectionID("dev"), name: "dev", dialect: "postgres"),
            .otherDialect(ConnectionID("dev"), own: "postgres", base: "snowflake")
        ),
    ])
    func `what Omni would certainly refuse to attach is no plan`(_ dev: Connection, _ kind: PlanProblem.Kind)
        throws
    {
        let connections = [Connection(id: ConnectionID("warehouse"), name: "W", dialect: "snowflake"), dev]
        let manifest = Manifest(bases: [base(environment("dev", []))])
        #expect(throws: PlanFailure.invalid([PlanProblem(kind, at: somewhere)])) {
            try Planner.plan(manifest, state: nil, observation: .listed([], connections: connections))
        }
        _ = try Planner.plan(
            manifest,
            state: nil,
            observation: .listed([listed("dev", [])], connections: connections)
        )
    }

    @Test func `values that no user attribute leads to route nobody`() throws {
        let silent = PlanWarning.routesNobody(base: "warehouse")
        let valued = base(environment("dev", ["a"]))
        #expect(try warnings(valued, attribute: Connection.Attribute.none) == [silent])
        let set = EnvironmentUserAttribute(name: "environment", defaultValues: [])
        #expect(try warnings(valued, attribute: .set(set)) == [])
        #expect(try warnings(valued, attribute: .unreported) == [])
        #expect(try warnings(valued, attribute: nil) == [])
        let none = Connection.Attribute.none
        #expect(try warnings(base(environment("dev", [])), attribute: none) == [])
        let wanted = base(attribute: ("environment", []), environments: [environment("dev", ["a"])])
        #expect(try warnings(wanted, attribute: none) == [])
    }

    @Test func `a base that has vanished from the list as a whole is worth a word`() throws {
        let two = state(recorded("dev", []), recorded("eu", []))
        let elsewhere = listed("x", [], base: "other")
        let manifest = base(environment("dev", []))
        #expect(
            try warnings(manifest, attribute: nil, state: two, listed: [elsewhere])
                == [.baseVanished(base: "warehouse", recorded: 2)]
        )
        #expect(
            try warnings(manifest, attribute: nil, state: two, listed: [elsewhere, listed("eu", [])]) == []
        )
        let one = state(recorded("dev", []))
        #expect(try warnings(manifest, attribute: nil, state: one, listed: [elsewhere]) == [])
    }

    @Test func `what was detached outside and edited here is both`() throws {
        let plan = try plan(
            base(environment("dev", ["b"]), environment("eu", [])),
            state: state(recorded("dev", ["a"]), recorded("eu", [])),
            listed: [listed("eu", [])]
        )
        guard case .attach(_, _, .both)? = plan.changes.first else {
            Issue.record("\(plan.changes)")
            return
        }
    }

    @Test func `default values in another order are no edit from outside`() throws {
        let recorded = EnvironmentUserAttribute(name: "environment", defaultValues: ["a", "b"])
        let current = EnvironmentUserAttribute(name: "environment", defaultValues: ["b", "a"])
        let id = ConnectionID("warehouse")
        let plan = try plan(
            base(attribute: ("environment", ["c"]), environments: []),
            state: state(.attribute(id, RecordedAttribute(base: "warehouse", attribute: recorded))),
            connections: [Connection(id: id, name: "W", environmentUserAttribute: .set(current))]
        )
        guard case .setAttribute(_, _, .pending)? = plan.changes.first else {
            Issue.record("\(plan.changes)")
            return
        }
    }
}
